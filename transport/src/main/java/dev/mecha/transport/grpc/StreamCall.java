package dev.mecha.transport.grpc;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.pipeline.FilterChain;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of several messages: a virtual thread takes it through the filters to its handler as
 * soon as its headers are there.
 */
final class StreamCall<Q, R> extends ServerCall.Listener<Incoming<Q>> {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.grpc.api");

  private final StreamCalls<Q, R> calls;
  private final ServerCall<Incoming<Q>, R> call;
  private final StreamExchange<Q, R> exchange;
  private final Thread thread;

  StreamCall(StreamCalls<Q, R> calls, ServerCall<Incoming<Q>, R> call, Metadata headers) {
    this.calls = calls;
    this.call = call;
    this.exchange =
        new StreamExchange<>(calls.method().endpoint(), call, headers, calls.maxMessageBytes());
    this.thread = calls.loops().threads().start(calls.loops().current(), this::carry, this::finish);
  }

  @Override
  public void onMessage(Incoming<Q> message) {
    exchange.add(message);
  }

  @Override
  public void onHalfClose() {
    exchange.halfClosed();
  }

  @Override
  public void onReady() {
    exchange.ready();
  }

  @Override
  public void onCancel() {
    exchange.over();
    thread.interrupt();
  }

  /** Runs on the virtual thread. */
  private void carry() {
    Thread.currentThread().setName(exchange.endpoint().name());
    try {
      FilterChain.run(calls.filters(), exchange, () -> calls.method().handler().handle(exchange));
    } catch (InterruptedException e) {
      LOG.debug("{} was cancelled", exchange.endpoint().name());
      exchange.fail(ApiError.plain(499, Status.Code.CANCELLED, "the call was cancelled"));
    } catch (Exception | StackOverflowError e) {
      LOG.error("A filter of {} failed unexpectedly", exchange.endpoint().name(), e);
      exchange.fail(ApiError.unexpected(e));
    }
  }

  private void finish() {
    exchange.over();
    if (call.isCancelled()) {
      return;
    }
    ApiError error = exchange.error();
    if (error != null) {
      GrpcStatus status = GrpcStatus.of(error);
      if (!exchange.headersSent()) {
        status.trailers().merge(exchange.responseMetadata());
      }
      call.close(status.status(), status.trailers());
      return;
    }
    Status end = exchange.end();
    boolean wellEnded = end == null || end.isOk();
    if (!exchange.headersSent() && wellEnded) {
      call.sendHeaders(exchange.responseMetadata());
    }
    call.close(end == null ? Status.OK : end, exchange.trailers());
  }
}
