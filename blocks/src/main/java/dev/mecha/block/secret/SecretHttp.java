package dev.mecha.block.secret;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mecha.block.json.Json;
import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.kernel.pipeline.HttpHandler;
import dev.mecha.kernel.pipeline.HttpRoute;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The secrets API over HTTP. */
final class SecretHttp {

  static final ApiGroup V1 = new ApiGroup("secrets", "v1");

  private static final String STORE = "/v1.0/secrets/{secretStoreName}";
  private static final String JSON = "application/json";

  private final SecretService service;

  SecretHttp(SecretService service) {
    this.service = service;
  }

  List<HttpRoute> routes() {
    return List.of(
        route(STORE + "/bulk", "GetBulkSecret", this::bulkGet),
        route(STORE + "/{key}", "GetSecret", this::get));
  }

  private static HttpRoute route(String pattern, String name, HttpHandler handler) {
    return new HttpRoute(
        Set.of("GET"),
        pattern,
        Endpoint.of(name, V1),
        exchange -> {
          if (exchange.span().isRecording()) {
            exchange.span().store("secrets", store(exchange));
          }
          handler.handle(exchange);
        });
  }

  private static String store(HttpExchange exchange) {
    return exchange.pathParameter("secretStoreName");
  }

  private void get(HttpExchange exchange) throws InterruptedException, IOException {
    Map<String, String> values =
        service.get(store(exchange), exchange.pathParameter("key"), exchange.queryMetadata());
    var out = new ByteArrayOutputStream(256);
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartObject();
      for (var value : values.entrySet()) {
        json.writeStringField(value.getKey(), value.getValue());
      }
      json.writeEndObject();
    }
    exchange.respond(200, JSON, out.toByteArray());
  }

  private void bulkGet(HttpExchange exchange) throws InterruptedException, IOException {
    var secrets = service.getAll(store(exchange), exchange.queryMetadata());
    var out = new ByteArrayOutputStream(64 * secrets.size() + 16);
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartObject();
      for (var secret : secrets.entrySet()) {
        Json.texts(json, secret.getKey(), secret.getValue());
      }
      json.writeEndObject();
    }
    exchange.respond(200, JSON, out.toByteArray());
  }
}
