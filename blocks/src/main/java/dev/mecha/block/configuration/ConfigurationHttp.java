package dev.mecha.block.configuration;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mecha.block.json.Json;
import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.kernel.pipeline.HttpHandler;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.spi.configuration.ConfigurationItem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The configuration API over HTTP, under its stable name and the one it had before. */
final class ConfigurationHttp {

  static final ApiGroup V1 = new ApiGroup("configuration", "v1");
  static final ApiGroup V1ALPHA1 = new ApiGroup("configuration", "v1alpha1");

  private static final String STORE = "/configuration/{storeName}";
  private static final String JSON = "application/json";

  private final ConfigurationService service;
  private final AppSubscriptions subscriptions;
  private final StreamSubscriptions streams;

  /**
   * @param subscriptions those that are made here
   * @param streams those that are made elsewhere, and may be ended here
   */
  ConfigurationHttp(
      ConfigurationService service, AppSubscriptions subscriptions, StreamSubscriptions streams) {
    this.service = service;
    this.subscriptions = subscriptions;
    this.streams = streams;
  }

  List<HttpRoute> routes() {
    var routes = new ArrayList<HttpRoute>();
    routes.addAll(routes("/v1.0" + STORE, V1));
    routes.addAll(routes("/v1.0-alpha1" + STORE, V1ALPHA1));
    return List.copyOf(routes);
  }

  private List<HttpRoute> routes(String store, ApiGroup group) {
    return List.of(
        route(store, Endpoint.of("GetConfiguration", group), this::get),
        route(store + "/subscribe", Endpoint.of("SubscribeConfiguration", group), this::subscribe),
        route(
            store + "/{configurationSubscribeID}/unsubscribe",
            Endpoint.of("UnsubscribeConfiguration", group),
            this::unsubscribe));
  }

  private static HttpRoute route(String pattern, Endpoint endpoint, HttpHandler handler) {
    return new HttpRoute(Set.of("GET"), pattern, endpoint, handler);
  }

  private static String store(HttpExchange exchange) {
    return exchange.pathParameter("storeName");
  }

  private void get(HttpExchange exchange) throws InterruptedException, IOException {
    Map<String, ConfigurationItem> items =
        service.get(store(exchange), exchange.queryParameters("key"), exchange.queryMetadata());
    if (items.isEmpty()) {
      exchange.respond(204);
    } else {
      exchange.respond(200, JSON, ConfigurationJson.items(items));
    }
  }

  private void subscribe(HttpExchange exchange) throws InterruptedException, IOException {
    String id =
        subscriptions.subscribe(
            service, store(exchange), exchange.queryParameters("key"), exchange.queryMetadata());
    var out = new ByteArrayOutputStream(64);
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartObject();
      json.writeStringField("id", id);
      json.writeEndObject();
    }
    exchange.respond(200, JSON, out.toByteArray());
  }

  private void unsubscribe(HttpExchange exchange) throws IOException {
    String store = store(exchange);
    service.requireStore(store);
    String id = exchange.pathParameter("configurationSubscribeID");
    boolean ended = subscriptions.end(id, store) || streams.end(id, store);
    service.ended(store, ended);
    var out = new ByteArrayOutputStream(64);
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartObject();
      if (ended) {
        json.writeBooleanField("ok", true);
      } else {
        String detail = "subscription with id " + id + " does not exist";
        json.writeStringField("message", ConfigurationErrors.unsubscribe(id, detail));
      }
      json.writeEndObject();
    }
    exchange.respond(ended ? 200 : 500, JSON, out.toByteArray());
  }
}
