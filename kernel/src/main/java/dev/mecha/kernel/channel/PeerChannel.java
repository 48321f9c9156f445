package dev.mecha.kernel.channel;

/** Other sidecars, over {@code dapr.proto.internals.v1.ServiceInvocation}. */
public interface PeerChannel {

  /**
   * A sidecar.
   *
   * @param appId the application that it stands beside
   * @param namespace of the application
   * @param address {@code host:port} of its internal gRPC server
   */
  record Peer(String appId, String namespace, String address) {}

  /**
   * Calls the application beside another sidecar. As {@link AppChannel#invoke}.
   *
   * @param peer whom to call
   * @param request the call
   * @return the application's answer, to be closed, which ends the call
   * @throws UnreachableException if there is no answer of the application; its code says why
   * @throws InterruptedException if the caller was interrupted
   */
  InvokeResponse invoke(Peer peer, InvokeRequest request) throws InterruptedException;

  /**
   * Drops the connection to a sidecar, so that the next call connects anew.
   *
   * @param peer whose connection
   */
  void reconnect(Peer peer);
}
