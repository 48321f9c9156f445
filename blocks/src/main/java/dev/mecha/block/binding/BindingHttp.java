package dev.mecha.block.binding;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mecha.block.json.JsonReader;
import dev.mecha.kernel.error.ApiException;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.kernel.trace.Baggage;
import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.binding.BindingException;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Output bindings over HTTP. */
final class BindingHttp {

  private static final String JSON = "application/json";
  private static final byte[] NULL = "null".getBytes(US_ASCII);

  private final OutputBindings outputs;

  BindingHttp(OutputBindings outputs) {
    this.outputs = outputs;
  }

  void invoke(HttpExchange exchange) throws InterruptedException {
    String name = exchange.pathParameter("name");
    exchange.span().store("bindings", name);
    BindingRequest request = request(exchange);
    try {
      BindingResponse response = outputs.invoke(name, request);
      if (response == null) {
        exchange.respond(204);
      } else {
        show(response.metadata(), exchange);
        exchange.respond(200, JSON, response.data());
      }
    } catch (BindingException e) {
      show(e.metadata(), exchange);
      throw BindingErrors.invokeOverHttp(name, e).asException();
    } catch (ComponentException e) {
      throw BindingErrors.invokeOverHttp(name, e).asException();
    }
  }

  private static void show(Map<String, String> metadata, HttpExchange exchange) {
    metadata.forEach((key, value) -> exchange.responseHeader("metadata." + key, value));
  }

  private static BindingRequest request(HttpExchange exchange) throws InterruptedException {
    var metadata = new HashMap<String, String>();
    var parts = new Parts();
    JsonReader.read(
        exchange.body(),
        json -> {
          json.object(
              "body",
              field -> {
                switch (field.toLowerCase(Locale.ROOT)) {
                  case "operation" -> parts.operation = json.textOrNull(field);
                  case "data" -> parts.data = json.raw();
                  case "metadata" -> metadata.putAll(json.texts(field));
                  default -> json.skip();
                }
              });
          return parts;
        });
    addTrace(exchange, metadata);
    String operation = parts.operation == null ? "" : parts.operation;
    return new BindingRequest(operation, parts.data, metadata);
  }

  private static void addTrace(HttpExchange exchange, Map<String, String> metadata) {
    TraceContext trace = exchange.trace();
    if (!trace.traceparent().isEmpty()) { // also one that says that there is no trace
      metadata.put("traceparent", trace.traceparent());
      if (!trace.tracestate().isEmpty()) {
        metadata.put("tracestate", trace.tracestate());
      }
    }
    List<String> baggage = exchange.requestHeaders("baggage");
    if (!baggage.isEmpty()) {
      metadata.put("baggage", checked(String.join(",", baggage)));
    }
  }

  private static String checked(String baggage) {
    String problem = Baggage.problem(baggage);
    if (problem != null) {
      throw new ApiException(BindingErrors.baggage(problem));
    }
    return baggage;
  }

  /** What was read so far. */
  private static final class Parts {
    private @Nullable String operation;
    private byte[] data = NULL;
  }
}
