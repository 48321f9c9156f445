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
import java.time.Duration;

/** What other sidecars call: {@code dapr.proto.internals.v1.ServiceInvocation}. */
final class InternalCalls {

  /** How long the end of a call may take that has no body, before it is taken to have one. */
  private static final Duration END_OF_NO_BODY = Duration.ofMillis(200);

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
    InternalInvokeRequest request = first.getRequest();
    var received = new ReceivedBody(stream, first, InternalForm.length(request));
    try {
      pass(request, received.settled(patience(request)), stream);
    } catch (BodyException e) {
      throw status(Code.INTERNAL, String.valueOf(e.getMessage()));
    }
  }

  private void pass(
      InternalInvokeRequest request,
      Body body,
      GrpcStream<InternalInvokeRequestStream, InternalInvokeResponseStream> stream)
      throws InterruptedException {
    try (InvokeResponse answer = call(request, body, stream)) {
      if (wantsEvents(request) && !isGood(answer.status())) {
        // In the peer's words, which its clients look for.
        throw status(Code.INTERNAL, "error invoking app channel: no response received from stream");
      }
      send(answer, stream);
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

  /** As Go's client: a body is not waited for where one is to be expected. */
  private static Duration patience(InternalInvokeRequest request) {
    return switch (request.getMessage().getHttpExtension().getVerb()) {
      case POST, PUT, PATCH -> Duration.ZERO;
      default -> END_OF_NO_BODY;
    };
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
