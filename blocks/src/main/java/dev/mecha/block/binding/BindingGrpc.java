package dev.mecha.block.binding;

import com.google.protobuf.ByteString;
import dev.mecha.kernel.channel.GrpcHeaders;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.pipeline.GrpcExchange;
import dev.mecha.kernel.trace.Baggage;
import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.protocol.runtime.v1.InvokeBindingRequest;
import dev.mecha.protocol.runtime.v1.InvokeBindingResponse;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.binding.BindingException;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Output bindings over gRPC. */
final class BindingGrpc {

  private final OutputBindings outputs;

  BindingGrpc(OutputBindings outputs) {
    this.outputs = outputs;
  }

  InvokeBindingResponse invoke(InvokeBindingRequest in, GrpcExchange exchange)
      throws InterruptedException {
    String name = in.getName();
    exchange.span().store("bindings", name);
    var request =
        new BindingRequest(in.getOperation(), in.getData().toByteArray(), metadata(in, exchange));
    try {
      BindingResponse response = outputs.invoke(name, request);
      if (response == null) {
        return InvokeBindingResponse.getDefaultInstance();
      }
      show(response.metadata(), exchange);
      return InvokeBindingResponse.newBuilder()
          .setData(ByteString.copyFrom(response.data()))
          .putAllMetadata(response.metadata())
          .build();
    } catch (BindingException e) {
      show(e.metadata(), exchange);
      throw BindingErrors.invokeOverGrpc(name, e).asException();
    } catch (ComponentException e) {
      throw BindingErrors.invokeOverGrpc(name, e).asException();
    }
  }

  private static void show(Map<String, String> metadata, GrpcExchange exchange) {
    metadata.forEach(
        (key, value) -> {
          try {
            exchange.responseHeader("metadata." + key, value);
          } catch (IllegalArgumentException e) {
            // A name that gRPC cannot carry stays behind; the message has it.
          }
        });
  }

  /** What the request says, the trace, and the caller's own metadata where nothing else is said. */
  private static Map<String, String> metadata(InvokeBindingRequest in, GrpcExchange exchange) {
    var metadata = new HashMap<>(in.getMetadataMap());
    TraceContext trace = exchange.trace();
    if (!trace.traceparent().isEmpty()) { // also one that says that there is no trace
      metadata.putIfAbsent("traceparent", trace.traceparent());
      if (!trace.tracestate().isEmpty()) {
        metadata.putIfAbsent("tracestate", trace.tracestate());
      }
    }
    List<String> baggage = exchange.requestHeaders("baggage");
    if (!baggage.isEmpty()) {
      metadata.put("baggage", checked(String.join(",", baggage)));
    }
    Metadata sent = exchange.requestMetadata();
    for (String key : sent.keys()) {
      if (GrpcHeaders.isText(key)) {
        String value = sent.get(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER));
        if (value != null) {
          metadata.putIfAbsent(GrpcHeaders.toHttp(key), value);
        }
      }
    }
    return metadata;
  }

  private static String checked(String baggage) {
    String problem = Baggage.problem(baggage);
    if (problem != null) {
      throw ApiError.simple(
              400, Code.UNKNOWN, "ERR_MALFORMED_REQUEST", ErrorCategory.COMMON, problem)
          .asException();
    }
    return baggage;
  }
}
