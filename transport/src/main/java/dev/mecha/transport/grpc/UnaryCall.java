package dev.mecha.transport.grpc;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.pipeline.FilterChain;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One unary call: its message is awaited on the event loop, a virtual thread takes it through the
 * filters to its handler, and the event loop sends the answer.
 */
final class UnaryCall<Q, R> extends ServerCall.Listener<Incoming<Q>> {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.grpc.api");

  private final UnaryCalls<Q, R> calls;
  private final ServerCall<Incoming<Q>, R> call;
  private final Metadata headers;
  private @Nullable Q message;
  private boolean refused;
  private @Nullable Thread thread;

  UnaryCall(UnaryCalls<Q, R> calls, ServerCall<Incoming<Q>, R> call, Metadata headers) {
    this.calls = calls;
    this.call = call;
    this.headers = headers;
  }

  @Override
  public void onMessage(Incoming<Q> incoming) {
    if (message != null) {
      refuse(Status.INTERNAL.withDescription("Too many requests"));
      return;
    }
    if (incoming instanceof Incoming.Message<Q>(Q read)) {
      message = read;
    } else if (incoming instanceof Incoming.Malformed<Q>(Status why)) {
      refuse(why);
    }
  }

  @Override
  public void onHalfClose() {
    Q request = message;
    if (refused) {
      return;
    }
    if (request == null) {
      refuse(Status.INTERNAL.withDescription("Half-closed without a request"));
      return;
    }
    var exchange =
        new CallExchange(
            calls.method().endpoint(),
            call.getMethodDescriptor().getFullMethodName(),
            headers,
            request);
    thread =
        calls
            .loops()
            .threads()
            .start(calls.loops().current(), () -> carry(exchange, request), () -> finish(exchange));
  }

  private void refuse(Status why) {
    if (!refused) {
      refused = true;
      call.close(why, new Metadata());
    }
  }

  @Override
  public void onCancel() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Runs on the virtual thread. */
  private void carry(CallExchange exchange, Q request) {
    Thread.currentThread().setName(exchange.endpoint().name());
    try {
      FilterChain.run(
          calls.filters(),
          exchange,
          () -> exchange.respond(calls.method().handler().handle(request, exchange)));
    } catch (InterruptedException e) {
      LOG.debug("{} was cancelled", exchange.endpoint().name());
      exchange.fail(ApiError.plain(499, Status.Code.CANCELLED, "the call was cancelled"));
    } catch (Exception | StackOverflowError e) {
      LOG.error("A filter of {} failed unexpectedly", exchange.endpoint().name(), e);
      exchange.fail(ApiError.unexpected(e));
    }
  }

  private void finish(CallExchange exchange) {
    if (call.isCancelled()) {
      return;
    }
    ApiError error = exchange.error();
    if (error != null) {
      GrpcStatus status = GrpcStatus.of(error);
      if (!exchange.responseMetadata().keys().isEmpty()) {
        call.sendHeaders(exchange.responseMetadata()); // Go's clients look for headers there only
      }
      status.trailers().merge(exchange.responseMetadata());
      call.close(status.status(), status.trailers());
      return;
    }
    @SuppressWarnings("unchecked") // only the method's handler gives it
    R response = (R) exchange.response();
    if (response == null) {
      LOG.error("{} was not answered", exchange.endpoint().name());
      call.close(Status.INTERNAL.withDescription("no answer"), new Metadata());
    } else {
      send(response, exchange);
    }
  }

  private void send(R response, CallExchange exchange) {
    long size = exchange.responseSize();
    if (size > calls.maxMessageBytes()) {
      call.close(
          Status.RESOURCE_EXHAUSTED.withDescription(
              "grpc: trying to send message larger than max (%d vs. %d)"
                  .formatted(size, calls.maxMessageBytes())),
          new Metadata());
      return;
    }
    call.sendHeaders(exchange.responseMetadata());
    call.sendMessage(response);
    call.close(Status.OK, new Metadata());
  }
}
