package dev.mecha.kernel.channel;

import dev.mecha.kernel.resilience.Guard;
import io.grpc.Metadata;

/**
 * Decides where a gRPC call goes whose service is not the sidecar's own. The door that took the
 * call carries its messages there and back, unread.
 */
@FunctionalInterface
public interface ProxyDirector {

  /** Where a call goes. */
  sealed interface Destination {

    /**
     * What surrounds the call.
     *
     * @return its policies
     */
    Guard guard();

    /** The application beside this sidecar. */
    record App(Guard guard) implements Destination {}

    /**
     * Another sidecar.
     *
     * @param peer which one; resolved anew for each try
     * @param guard its policies
     */
    record Sidecar(PeerSource peer, Guard guard) implements Destination {}
  }

  /** Finds the sidecar for one try. */
  interface PeerSource {
    /**
     * @return the sidecar
     * @throws UnreachableException if it is not to be found
     * @throws InterruptedException if the caller was interrupted
     */
    PeerChannel.Peer find() throws InterruptedException;

    /**
     * Says that a sidecar was not there: the next one that is found is another one, or is connected
     * anew.
     *
     * @param peer as it was found
     */
    void unreachable(PeerChannel.Peer peer);
  }

  /**
   * Decides about one call.
   *
   * @param method the full name, such as {@code helloworld.Greeter/SayHello}
   * @param metadata what the caller sent; the director removes and adds what the next hop is to see
   * @return where it goes
   * @throws UnreachableException if it may not go anywhere; its code and text are the answer
   */
  Destination direct(String method, Metadata metadata);
}
