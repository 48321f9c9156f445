package dev.mecha.block.invoke;

import dev.mecha.kernel.AppIdentity;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.PeerChannel;
import dev.mecha.kernel.channel.PeerChannel.Peer;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.kernel.discovery.ServiceDiscovery;
import dev.mecha.kernel.observe.InvocationMetrics;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.nameresolution.ResolveRequest;
import io.grpc.Status.Code;
import java.util.function.IntSupplier;

/** Calls applications through the sidecars beside them: each call finds its instance anew. */
final class OtherSidecars {

  private final AppIdentity self;
  private final ServiceDiscovery discovery;
  private final IntSupplier internalPort;
  private final PeerChannel peers;
  private final ForwardedHeaders forwarded;
  private final InvocationMetrics metrics;

  /**
   * @param internalPort of this sidecar: where names give no port, others are taken to use the same
   */
  OtherSidecars(
      AppIdentity self,
      ServiceDiscovery discovery,
      IntSupplier internalPort,
      PeerChannel peers,
      ForwardedHeaders forwarded,
      InvocationMetrics metrics) {
    this.self = self;
    this.discovery = discovery;
    this.internalPort = internalPort;
    this.peers = peers;
    this.forwarded = forwarded;
    this.metrics = metrics;
  }

  /**
   * Finds an instance.
   *
   * @throws CallFailedException if there is none
   */
  Peer find(Target.App app) throws InterruptedException {
    var request = new ResolveRequest(app.name(), app.namespace(), internalPort.getAsInt());
    try {
      return new Peer(app.name(), app.namespace(), discovery.pick(request));
    } catch (ComponentException e) {
      throw new CallFailedException(Code.UNKNOWN, e.getMessage(), e);
    }
  }

  /**
   * Calls an instance, once.
   *
   * @throws CallFailedException if there is no answer
   */
  InvokeResponse invoke(Target.App app, InvokeRequest request) throws InterruptedException {
    Peer peer = find(app);
    InvokeRequest stamped = request.withHeaders(stamped(request.headers(), app.name()));
    metrics.requestSent(app.name(), InvocationMetrics.Kind.UNARY);
    long start = System.nanoTime();
    try {
      InvokeResponse response = peers.invoke(peer, stamped);
      metrics.responseReceived(app.name(), response.status(), System.nanoTime() - start);
      return response;
    } catch (UnreachableException e) {
      CallFailedException failure = CallFailedException.there(e);
      if (failure.isTransient()) {
        giveUp(peer);
      }
      throw failure;
    }
  }

  /** The next call takes another instance if there is one, and a new connection. */
  void giveUp(Peer peer) {
    discovery.markDead(peer.address());
    peers.reconnect(peer);
  }

  private Headers stamped(Headers sent, String callee) {
    var headers = new Headers(sent);
    forwarded.addTo(headers);
    headers.set(Identity.DESTINATION, callee);
    Identity.stamp(headers, self, callee);
    return headers;
  }
}
