package dev.mecha.block.invoke;

import com.google.protobuf.Any;
import com.google.protobuf.UnsafeByteOperations;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.HeaderText;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.HopByHop;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.protocol.internals.v1.InternalInvokeRequest;
import dev.mecha.protocol.internals.v1.InternalInvokeResponse;
import dev.mecha.protocol.internals.v1.ListStringValue;
import dev.mecha.protocol.internals.v1.Status;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls and answers in the words that sidecars use among themselves. */
final class InternalForm {

  private InternalForm() {}

  static InvokeRequest request(InternalInvokeRequest in, Body body, TraceContext trace) {
    var message = in.getMessage();
    var headers = new Headers();
    in.getMetadataMap()
        .forEach(
            (name, values) ->
                values.getValuesList().forEach(v -> headers.add(name, HeaderText.toBytes(v))));
    HopByHop.strip(headers).remove("Host").remove(Identity.DESTINATION);
    return GrpcForm.request(message, message.getMethod(), TraceHeaders.put(headers, trace))
        .withBody(body);
  }

  /** The length that the caller's caller announced. */
  static long length(InternalInvokeRequest in) {
    for (Map.Entry<String, ListStringValue> entry : in.getMetadataMap().entrySet()) {
      if (entry.getKey().equalsIgnoreCase("Content-Length")
          && entry.getValue().getValuesCount() > 0) {
        return number(entry.getValue().getValues(0));
      }
    }
    return Body.UNKNOWN;
  }

  private static long number(String text) {
    try {
      long number = Long.parseLong(text);
      return number < 0 ? Body.UNKNOWN : number;
    } catch (NumberFormatException e) {
      return Body.UNKNOWN;
    }
  }

  static InternalInvokeResponse response(InvokeResponse answer, byte[] body) {
    var head = head(answer).toBuilder();
    head.getMessageBuilder()
        .setData(
            Any.newBuilder()
                .setTypeUrl(answer.dataType())
                .setValue(UnsafeByteOperations.unsafeWrap(body)));
    return head.build();
  }

  static InternalInvokeResponse head(InvokeResponse answer) {
    Headers headers = answer.headers();
    if (headers.first("Content-Length") == null && answer.body().length() >= 0) {
      headers.add("Content-Length", Long.toString(answer.body().length()));
    }
    var message =
        dev.mecha.protocol.common.v1.InvokeResponse.newBuilder()
            .setContentType(answer.contentType());
    if (!answer.dataType().isEmpty()) {
      message.setData(Any.newBuilder().setTypeUrl(answer.dataType()));
    }
    return InternalInvokeResponse.newBuilder()
        .setStatus(Status.newBuilder().setCode(answer.status()).setMessage(answer.message()))
        .putAllHeaders(values(headers))
        .putAllTrailers(values(answer.trailers()))
        .setMessage(message)
        .build();
  }

  private static Map<String, ListStringValue> values(Headers headers) {
    var values = new LinkedHashMap<String, ListStringValue>();
    headers.forEach((name, value) -> values.compute(name, (_, others) -> with(others, value)));
    return values;
  }

  private static ListStringValue with(@Nullable ListStringValue others, String value) {
    return (others == null ? ListStringValue.newBuilder() : others.toBuilder())
        .addValues(HeaderText.toText(value))
        .build();
  }
}
