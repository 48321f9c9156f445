package dev.mecha.runtime;

import dev.mecha.kernel.channel.PeerChannel.Peer;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.transport.app.GrpcAppConnection;
import dev.mecha.transport.grpc.ProxyHops;
import dev.mecha.transport.peer.PeerConnections;
import io.grpc.Channel;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Where proxied calls go on.
 *
 * @param app the application, or null if there is none that speaks gRPC
 * @param peers other sidecars
 */
record Hops(@Nullable GrpcAppConnection app, PeerConnections peers) implements ProxyHops {

  @Override
  public Channel application() {
    if (app == null) {
      throw new UnreachableException(
          Status.Code.UNKNOWN, "failed to proxy request: no application that speaks gRPC");
    }
    return app.passage();
  }

  @Override
  public Channel sidecar(Peer peer) throws InterruptedException {
    return peers.to(peer.address());
  }
}
