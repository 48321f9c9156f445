package dev.mecha.transport.app;

import com.google.protobuf.Any;
import com.google.protobuf.UnsafeByteOperations;
import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.GrpcHeaders;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.InvokeResponse.Protocol;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.protocol.common.v1.HTTPExtension;
import dev.mecha.protocol.common.v1.HTTPExtension.Verb;
import dev.mecha.protocol.runtime.v1.AppCallbackGrpc;
import dev.mecha.transport.peer.Replies;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Calls an application that speaks gRPC, through {@code AppCallback.OnInvoke}: one message there,
 * one back. What the application answers with, an error too, is an answer.
 */
public final class GrpcAppChannel implements AppChannel {

  private final GrpcAppConnection connection;

  /**
   * @param connection to the application
   */
  public GrpcAppChannel(GrpcAppConnection connection) {
    this.connection = connection;
  }

  @Override
  public InvokeResponse invoke(InvokeRequest request) throws InterruptedException {
    dev.mecha.protocol.common.v1.InvokeRequest message = message(request);
    ClientCall<
            dev.mecha.protocol.common.v1.InvokeRequest, dev.mecha.protocol.common.v1.InvokeResponse>
        call =
            connection.channel().newCall(AppCallbackGrpc.getOnInvokeMethod(), CallOptions.DEFAULT);
    var replies = new Replies<dev.mecha.protocol.common.v1.InvokeResponse>(call);
    call.start(replies, GrpcAppMetadata.of(request.headers(), connection.token()));
    replies.ask();
    call.sendMessage(message);
    call.halfClose();
    try {
      return answer(replies);
    } catch (InterruptedException e) {
      call.cancel("the call was given up", e);
      throw e;
    }
  }

  private static InvokeResponse answer(Replies<dev.mecha.protocol.common.v1.InvokeResponse> replies)
      throws InterruptedException {
    Metadata head = replies.head();
    var reply = replies.await();
    var surplus = reply == null ? null : replies.await();
    Status status = replies.status();
    if (surplus != null || (reply == null && status.isOk())) {
      throw new UnreachableException(Status.Code.INTERNAL, "OnInvoke was not answered once");
    }
    Headers headers = head == null ? new Headers() : headers(head);
    if (reply != null && !reply.getContentType().isEmpty()) {
      headers.set("Content-Type", reply.getContentType());
    }
    byte[] data = reply == null ? new byte[0] : reply.getData().getValue().toByteArray();
    return new InvokeResponse(
        Protocol.GRPC,
        status.getCode().value(),
        why(status),
        headers,
        headers(replies.trailers()),
        Body.of(data),
        reply == null ? "" : reply.getData().getTypeUrl());
  }

  private static String why(Status status) {
    String description = status.getDescription();
    Throwable cause = status.getCause();
    if (cause != null && cause.getMessage() != null) {
      return (description == null ? "" : description + ": ") + cause.getMessage();
    }
    return description == null ? "" : description;
  }

  private static dev.mecha.protocol.common.v1.InvokeRequest message(InvokeRequest request)
      throws InterruptedException {
    byte[] data;
    try (Body body = request.body()) {
      data = body.readAll();
    } catch (BodyException e) {
      throw new UnreachableException(Status.Code.UNKNOWN, String.valueOf(e.getMessage()), e);
    }
    return dev.mecha.protocol.common.v1.InvokeRequest.newBuilder()
        .setMethod(request.method())
        .setContentType(request.contentType())
        .setData(
            Any.newBuilder()
                .setTypeUrl(request.dataType())
                .setValue(UnsafeByteOperations.unsafeWrap(data)))
        .setHttpExtension(
            HTTPExtension.newBuilder()
                .setVerb(verb(request.verb()))
                .setQuerystring(request.query()))
        .build();
  }

  private static Verb verb(String name) {
    try {
      return Verb.valueOf(name);
    } catch (IllegalArgumentException e) {
      return Verb.POST;
    }
  }

  private static Headers headers(Metadata metadata) {
    var headers = new Headers();
    for (String name : metadata.keys()) {
      if (GrpcHeaders.isText(name)) {
        all(metadata, Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER))
            .forEach(value -> headers.add(name, value));
      } else {
        all(metadata, Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER))
            .forEach(value -> headers.add(name, Base64.getEncoder().encodeToString(value)));
      }
    }
    return headers;
  }

  private static <T> Iterable<T> all(Metadata metadata, Metadata.Key<T> key) {
    @Nullable Iterable<T> values = metadata.getAll(key);
    return values == null ? java.util.List.of() : values;
  }
}
