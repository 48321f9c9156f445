package dev.mecha.block.invoke;

import com.google.protobuf.Any;
import com.google.protobuf.UnsafeByteOperations;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.GrpcHeaders;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.InvokeResponse.Protocol;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.text.StatusText;
import dev.mecha.protocol.common.v1.HTTPExtension.Verb;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests and answers as callers over gRPC see them, whatever the application speaks. */
final class GrpcForm {

  /** Tells what an HTTP application answered. */
  private static final String HTTP_STATUS = "dapr-http-status";

  /** As much of the application's words as the details of an error hold. */
  private static final int MOST_DETAIL = 63;

  private GrpcForm() {}

  static InvokeRequest request(
      dev.mecha.protocol.common.v1.InvokeRequest message, String method, Headers headers) {
    Verb verb = message.getHttpExtension().getVerb();
    if (!message.getContentType().isEmpty()) {
      headers.set("Content-Type", message.getContentType());
    }
    return new InvokeRequest(
        verb == Verb.NONE || verb == Verb.UNRECOGNIZED ? "POST" : verb.name(),
        method,
        message.getHttpExtension().getQuerystring(),
        headers,
        Body.empty(),
        message.getData().getTypeUrl());
  }

  /** Metadata of a caller; what is binary goes on in Base64, as the peer does it. */
  static Headers headers(Metadata metadata) {
    var headers = new Headers();
    for (String name : metadata.keys()) {
      if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
        for (byte[] value : all(metadata, Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER))) {
          headers.add(name, Base64.getEncoder().encodeToString(value));
        }
      } else {
        for (String value :
            all(metadata, Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER))) {
          headers.add(name, value);
        }
      }
    }
    return headers;
  }

  private static <T> Iterable<T> all(Metadata metadata, Metadata.Key<T> key) {
    Iterable<T> values = metadata.getAll(key);
    return values == null ? List.of() : values;
  }

  /** What the answer says besides its body. */
  static void answer(InvokeResponse answer, Metadata metadata) {
    answer.headers().forEach((name, value) -> put(metadata, GrpcHeaders.toGrpc(name), value));
    answer.trailers().forEach((name, value) -> put(metadata, name, value));
    if (answer.protocol() == Protocol.HTTP) {
      put(metadata, HTTP_STATUS, Integer.toString(answer.status()));
    }
  }

  private static void put(Metadata metadata, String name, String value) {
    if (name.equals(Identity.DESTINATION)) {
      return;
    }
    try {
      if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
        metadata.put(
            Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER),
            Base64.getDecoder().decode(value));
      } else {
        metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
      }
    } catch (IllegalArgumentException e) {
      // A name or value that gRPC cannot carry stays behind.
    }
  }

  /** The status of an answer that is none of success. */
  static @Nullable ApiError error(InvokeResponse answer, byte[] body) {
    return switch (answer.protocol()) {
      case GRPC ->
          answer.status() == 0
              ? null
              : simple(Status.fromCodeValue(answer.status()).getCode(), answer.message());
      case HTTP -> httpError(answer.status(), body);
    };
  }

  private static @Nullable ApiError httpError(int status, byte[] body) {
    Code code = InvokeErrors.grpcCode(status);
    if (code == Code.OK) {
      return null;
    }
    String why = new String(body, StandardCharsets.UTF_8);
    String text = StatusText.of(status);
    return simple(code, text)
        .withReason(
            text,
            Map.of(
                "http.code",
                Integer.toString(status),
                "http.error_message",
                why.substring(0, Math.min(why.length(), MOST_DETAIL))));
  }

  private static ApiError simple(Code code, String message) {
    return ApiError.simple(
        500, code, "ERR_DIRECT_INVOKE", ErrorCategory.SERVICE_INVOCATION, message);
  }

  static dev.mecha.protocol.common.v1.InvokeResponse message(InvokeResponse answer, byte[] body) {
    return dev.mecha.protocol.common.v1.InvokeResponse.newBuilder()
        .setContentType(answer.contentType())
        .setData(
            Any.newBuilder()
                .setTypeUrl(answer.dataType())
                .setValue(UnsafeByteOperations.unsafeWrap(body)))
        .build();
  }
}
