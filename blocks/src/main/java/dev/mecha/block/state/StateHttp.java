package dev.mecha.block.state;

import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.kernel.pipeline.HttpHandler;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.StateValue;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The state API over HTTP. */
final class StateHttp {

  static final ApiGroup V1 = new ApiGroup("state", "v1");
  static final ApiGroup V1_ALPHA1 = new ApiGroup("state", "v1alpha1");

  private static final Set<String> WRITE = Set.of("POST", "PUT");
  private static final String STORE = "/v1.0/state/{storeName}";
  private static final String JSON = "application/json";

  private final StateService service;

  StateHttp(StateService service) {
    this.service = service;
  }

  List<HttpRoute> routes() {
    return List.of(
        route(Set.of("GET"), STORE + "/{key}", "GetState", V1, this::get),
        route(WRITE, STORE, "SaveState", V1, this::save),
        route(Set.of("DELETE"), STORE + "/{key}", "DeleteState", V1, this::delete),
        route(WRITE, STORE + "/bulk", "GetBulkState", V1, this::bulkGet),
        route(WRITE, STORE + "/transaction", "ExecuteStateTransaction", V1, this::transact),
        route(
            WRITE,
            "/v1.0-alpha1/state/{storeName}/query",
            "QueryStateAlpha1",
            V1_ALPHA1,
            this::query));
  }

  private static HttpRoute route(
      Set<String> verbs, String pattern, String name, ApiGroup group, HttpHandler handler) {
    return new HttpRoute(
        verbs,
        pattern,
        Endpoint.of(name, group),
        exchange -> {
          if (exchange.span().isRecording()) {
            exchange.span().store("state", exchange.pathParameter("storeName"));
          }
          handler.handle(exchange);
        });
  }

  private void get(HttpExchange exchange) throws InterruptedException {
    var request =
        new GetRequest(
            exchange.pathParameter("key"),
            StateOptions.consistency(exchange.queryParameter("consistency")),
            exchange.queryMetadata());
    StateValue value = service.get(exchange.pathParameter("storeName"), request);
    if (value == null) {
      exchange.respond(204);
      return;
    }
    if (value.etag() != null) {
      exchange.responseHeader("ETag", value.etag());
    }
    value.metadata().forEach((key, text) -> exchange.responseHeader("metadata." + key, text));
    exchange.respond(200, JSON, value.bytes());
  }

  private void save(HttpExchange exchange) throws InterruptedException {
    String store = exchange.pathParameter("storeName");
    service.requireStore(store);
    service.save(store, StateJson.saves(exchange.body(), exchange.queryMetadata()));
    exchange.respond(204);
  }

  private void delete(HttpExchange exchange) throws InterruptedException {
    var request =
        new DeleteRequest(
            exchange.pathParameter("key"),
            StateOptions.etag(exchange.requestHeader("If-Match")),
            StateOptions.concurrency(exchange.queryParameter("concurrency")),
            StateOptions.consistency(exchange.queryParameter("consistency")),
            exchange.queryMetadata());
    service.delete(exchange.pathParameter("storeName"), request);
    exchange.respond(204);
  }

  private void bulkGet(HttpExchange exchange) throws InterruptedException, IOException {
    String store = exchange.pathParameter("storeName");
    service.requireStore(store);
    StateJson.BulkGet bulk = StateJson.bulkGet(exchange.body(), exchange.queryMetadata());
    var items = service.bulkGet(store, bulk.requests(), bulk.parallelism());
    exchange.respond(200, JSON, StateJson.items(items));
  }

  private void transact(HttpExchange exchange) throws InterruptedException {
    String store = exchange.pathParameter("storeName");
    service.requireTransactions(store);
    StateJson.Transaction transaction =
        StateJson.transaction(exchange.body(), exchange.queryMetadata());
    service.transact(store, transaction.operations(), transaction.metadata(), exchange.trace());
    exchange.respond(204);
  }

  private void query(HttpExchange exchange) throws InterruptedException, IOException {
    Map<String, String> metadata = exchange.queryMetadata();
    QueryResult result =
        service.query(exchange.pathParameter("storeName"), exchange.body(), metadata);
    if (result.items().isEmpty()) {
      exchange.respond(204);
    } else {
      exchange.respond(200, JSON, StateJson.page(result));
    }
  }
}
