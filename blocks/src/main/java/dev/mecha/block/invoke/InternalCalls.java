package dev.mecha.block.invoke;

import com.google.protobuf.UnsafeByteOperations;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ApiException;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.pipeline.GrpcExchange;
import dev.mecha.kernel.pipeline.GrpcStream;
import dev.mecha.protocol.common.v1.StreamPayload;
import dev.mecha.protocol.internals.v1.InternalInvokeRequest;
import dev.mecha.protocol.internals.v1.InternalInvokeRequestStream;
import dev.mecha.protocol.internals.v1.InternalInvokeResponse;
import dev.mecha.protocol.internals.v1.InternalInvokeResponseStream;
import io.grpc.Status.Code;

/** What other sidecars call: {@code dapr.proto.internals.v1.ServiceInvocation}. */
final class InternalCalls {

  private final LocalApp app;
  private final String appId;

  InternalCalls(LocalApp app, String appId) {
    this.app = app;
    this.appId = appId;
  }

  InternalInvokeResponse callLocal(InternalInvokeRequest in, GrpcExchange exchange)
      throws InterruptedException {
    if (!in.hasMessage()) {
      throw status(
          Code.INVALID_ARGUMENT, "parsing InternalInvokeRequest error: field Message is nil");
    }
    byte[] data = in.getMessage().getData().getValue().toByteArray();
    try (InvokeResponse answer = call(in, Body.of(data), exchange)) {
      return InternalForm.response(answer, answer.body().readAll());
    } catch (BodyException e) {
      throw status(Code.INTERNAL, "error invoking app channel: " + e.getMessage());
    }
  }

  void callLocalStream(GrpcStream<InternalInvokeRequestStream, InternalInvokeResponseStream> stream)
      throws InterruptedException {
    InternalInvokeRequestStream first = stream.receive();
    if (first == null || !first.getRequest().hasMessage()) {
      throw status(
          Code.INVALID_ARGUMENT,
          "parsing InternalInvokeRequest error: request does not contain the required fields in the"
              + " leading chunk");
    }
    var body = new ReceivedBody(stream, first, InternalForm.length(first.getRequest()));
    try (InvokeResponse answer = call(first.getRequest(), body, stream)) {
      if (wantsEvents(first.getRequest()) && !isGood(answer.status())) {
        // In the peer's words, which its clients look for.
        throw status(Code.INTERNAL, "error invoking app channel: no response received from stream");
      }
      send(answer, stream);
    } catch (BodyException e) {
      throw status(Code.INTERNAL, String.valueOf(e.getMessage()));
    }
  }

  private static boolean wantsEvents(InternalInvokeRequest in) {
    return in.getMetadataMap().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("Accept"))
        .flatMap(header -> header.getValue().getValuesList().stream())
        .limit(1)
        .anyMatch(value -> value.strip().equalsIgnoreCase("text/event-stream"));
  }

  private static boolean isGood(int status) {
    return status >= 200 && status < 300;
  }

  private InvokeResponse call(InternalInvokeRequest in, Body body, GrpcExchange exchange)
      throws InterruptedException {
    exchange.span().called(appId, in.getMessage().getMethod());
    InvokeRequest request = InternalForm.request(in, body, exchange.trace());
    try {
      return app.callFromOutside(null, request);
    } catch (UnreachableException e) {
      throw status(e.code(), String.valueOf(e.getMessage()));
    }
  }

  private static void send(
      InvokeResponse answer,
      GrpcStream<InternalInvokeRequestStream, InternalInvokeResponseStream> stream)
      throws InterruptedException {
    var message = InternalInvokeResponseStream.newBuilder();
    message.setResponse(InternalForm.head(answer));
    Body body = answer.body();
    boolean small = body.arrived();
    if (!small) {
      // The head must not wait for a body that may take its time.
      stream.send(message.build());
      message.clear();
    }
    long seq = 0;
    for (byte[] piece = body.next(); piece != null; piece = body.next()) {
      message.setPayload(
          StreamPayload.newBuilder().setData(UnsafeByteOperations.unsafeWrap(piece)).setSeq(seq++));
      stream.send(message.build());
      message.clear();
    }
    if (message.hasResponse()) {
      stream.send(message.build());
    }
  }

  private static ApiException status(Code code, String message) {
    return new ApiException(
        ApiError.simple(500, code, "ERR_DIRECT_INVOKE", ErrorCategory.SERVICE_INVOCATION, message));
  }
}
