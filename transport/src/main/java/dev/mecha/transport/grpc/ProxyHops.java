package dev.mecha.transport.grpc;

import dev.mecha.kernel.channel.PeerChannel.Peer;
import io.grpc.Channel;

/** The connections that proxied calls go on over. */
public interface ProxyHops {

  /**
   * @return the connection to the application
   * @throws dev.mecha.kernel.channel.UnreachableException if there is no application that speaks
   *     gRPC
   */
  Channel application();

  /**
   * @param peer another sidecar
   * @return the connection to it
   * @throws InterruptedException if the caller was interrupted
   */
  Channel sidecar(Peer peer) throws InterruptedException;
}
