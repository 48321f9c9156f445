package dev.mecha.transport.peer;

import com.google.protobuf.Any;
import com.google.protobuf.UnsafeByteOperations;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.HeaderText;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.InvokeResponse.Protocol;
import dev.mecha.protocol.common.v1.HTTPExtension;
import dev.mecha.protocol.common.v1.HTTPExtension.Verb;
import dev.mecha.protocol.internals.v1.APIVersion;
import dev.mecha.protocol.internals.v1.InternalInvokeRequest;
import dev.mecha.protocol.internals.v1.InternalInvokeResponse;
import dev.mecha.protocol.internals.v1.ListStringValue;
import io.grpc.Metadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Calls and answers in the words that sidecars use among themselves. */
final class PeerMessages {

  /** Statuses from here on are HTTP's, lower ones gRPC's. */
  private static final int FIRST_HTTP_STATUS = 100;

  /** What a sidecar reads of a call before it reads its message. */
  private static final List<Metadata.Key<String>> TRACE =
      List.of(key("traceparent"), key("tracestate"), key("baggage"));

  private PeerMessages() {}

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  static Metadata metadata(InvokeRequest request) {
    var metadata = new Metadata();
    for (Metadata.Key<String> key : TRACE) {
      request.headers().all(key.originalName()).forEach(value -> metadata.put(key, value));
    }
    return metadata;
  }

  static InternalInvokeRequest head(InvokeRequest request) {
    var message = message(request);
    if (!request.dataType().isEmpty()) {
      message.setData(Any.newBuilder().setTypeUrl(request.dataType()));
    }
    return request(request, message);
  }

  static InternalInvokeRequest whole(InvokeRequest request, byte[] body) {
    return request(
        request,
        message(request)
            .setData(
                Any.newBuilder()
                    .setTypeUrl(request.dataType())
                    .setValue(UnsafeByteOperations.unsafeWrap(body))));
  }

  private static InternalInvokeRequest request(
      InvokeRequest request, dev.mecha.protocol.common.v1.InvokeRequest.Builder message) {
    return InternalInvokeRequest.newBuilder()
        .setVer(APIVersion.V1)
        .putAllMetadata(values(request.headers()))
        .setMessage(message)
        .build();
  }

  private static dev.mecha.protocol.common.v1.InvokeRequest.Builder message(InvokeRequest request) {
    return dev.mecha.protocol.common.v1.InvokeRequest.newBuilder()
        .setMethod(request.method())
        .setContentType(request.contentType())
        .setHttpExtension(
            HTTPExtension.newBuilder()
                .setVerb(verb(request.verb()))
                .setQuerystring(request.query()));
  }

  private static Verb verb(String name) {
    try {
      Verb verb = Verb.valueOf(name);
      return verb == Verb.UNRECOGNIZED ? Verb.POST : verb;
    } catch (IllegalArgumentException e) {
      return Verb.POST;
    }
  }

  private static Map<String, ListStringValue> values(Headers headers) {
    var values = new LinkedHashMap<String, ListStringValue.Builder>();
    headers.forEach(
        (name, value) ->
            values
                .computeIfAbsent(name, _ -> ListStringValue.newBuilder())
                .addValues(HeaderText.toText(value)));
    var built = LinkedHashMap.<String, ListStringValue>newLinkedHashMap(values.size());
    values.forEach((name, list) -> built.put(name, list.build()));
    return built;
  }

  static Headers headers(Map<String, ListStringValue> values) {
    var headers = new Headers();
    values.forEach(
        (name, list) ->
            list.getValuesList().forEach(value -> headers.add(name, HeaderText.toBytes(value))));
    return headers;
  }

  static InvokeResponse response(InternalInvokeResponse answer) {
    return response(answer, Body.of(answer.getMessage().getData().getValue().toByteArray()));
  }

  static InvokeResponse response(InternalInvokeResponse answer, Body body) {
    Headers headers = headers(answer.getHeadersMap());
    String contentType = answer.getMessage().getContentType();
    if (!contentType.isEmpty()) {
      headers.set("Content-Type", contentType);
    }
    int status = answer.getStatus().getCode();
    return new InvokeResponse(
        status >= FIRST_HTTP_STATUS ? Protocol.HTTP : Protocol.GRPC,
        status,
        answer.getStatus().getMessage(),
        headers,
        headers(answer.getTrailersMap()),
        body,
        answer.getMessage().getData().getTypeUrl());
  }
}
