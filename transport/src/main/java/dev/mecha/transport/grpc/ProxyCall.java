package dev.mecha.transport.grpc;

import dev.mecha.kernel.channel.PeerChannel.Peer;
import dev.mecha.kernel.channel.ProxyDirector;
import dev.mecha.kernel.channel.ProxyDirector.Destination;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.kernel.observe.GrpcTrace;
import dev.mecha.kernel.pipeline.GrpcStream;
import dev.mecha.kernel.resilience.CircuitOpenException;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.GuardTimeoutException;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;

/**
 * One call on its way through: its messages go there and back unread, and so do its headers, its
 * status and its trailers.
 */
final class ProxyCall {

  /** By this the caller says that the call streams: only finding the way is tried again then. */
  private static final Metadata.Key<String> STREAM = key("dapr-stream");

  /** What belongs to one connection. */
  private static final List<Metadata.Key<String>> OF_THE_CONNECTION =
      List.of(key("grpc-timeout"), key("te"), key("user-agent"), key("content-type"));

  private final ProxyDirector director;
  private final ProxyHops hops;
  private final MethodDescriptor<byte[], byte[]> method;

  ProxyCall(ProxyDirector director, ProxyHops hops, MethodDescriptor<byte[], byte[]> method) {
    this.director = director;
    this.hops = hops;
    this.method = method;
  }

  void carry(GrpcStream<byte[], byte[]> caller) throws InterruptedException {
    var stream = (StreamExchange<byte[], byte[]>) caller;
    var metadata = new Metadata();
    metadata.merge(caller.requestMetadata());
    OF_THE_CONNECTION.forEach(metadata::discardAll);
    GrpcTrace.put(metadata, stream.trace());
    try {
      Destination destination = director.direct(method.getFullMethodName(), metadata);
      boolean streams = "true".equals(metadata.get(STREAM));
      try (var relay = new ProxyRelay(stream, method, metadata, streams)) {
        Guard guard = streams ? Guard.NONE : destination.guard();
        ProxyRelay.End end = guard.run(() -> attempt(relay, destination));
        stream.closeWith(end.status(), end.trailers());
      }
    } catch (ProxyRelay.FailedException e) {
      stream.closeWith(e.end().status(), e.end().trailers());
    } catch (UnreachableException e) {
      stream.closeWith(Status.fromCode(e.code()).withDescription(e.getMessage()), new Metadata());
    } catch (GuardTimeoutException e) {
      stream.closeWith(Status.DEADLINE_EXCEEDED.withDescription(e.getMessage()), new Metadata());
    } catch (CircuitOpenException e) {
      stream.closeWith(Status.UNKNOWN.withDescription(e.getMessage()), new Metadata());
    }
  }

  private ProxyRelay.End attempt(ProxyRelay relay, Destination destination)
      throws InterruptedException {
    return destination instanceof Destination.Sidecar sidecar
        ? onward(relay, sidecar)
        : relay.run(hops.application());
  }

  /** A sidecar that is not there any more is looked for once more. */
  private ProxyRelay.End onward(ProxyRelay relay, Destination.Sidecar sidecar)
      throws InterruptedException {
    Peer peer = sidecar.peer().find();
    try {
      return relay.run(hops.sidecar(peer));
    } catch (ProxyRelay.FailedException e) {
      if (!e.nobodyThere() || !relay.repeatable()) {
        throw e;
      }
      sidecar.peer().unreachable(peer);
      Channel other = hops.sidecar(sidecar.peer().find());
      return relay.run(other);
    }
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
