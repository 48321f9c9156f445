package dev.mecha.testing;

import dev.mecha.block.json.Json;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.kernel.pipeline.HttpHandler;
import dev.mecha.kernel.pipeline.HttpRoute;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The API of tests that are not in this JVM: {@code /v1.0-alpha1/test/…}. */
final class TestBlock implements BuildingBlock {

  static final ApiGroup GROUP = new ApiGroup("test", "v1alpha1");

  private static final String ROOT = "/v1.0-alpha1/test/";

  private final TestMode mode;

  TestBlock(TestMode mode) {
    this.mode = mode;
  }

  @Override
  public List<HttpRoute> httpRoutes() {
    return List.of(
        route("GET", "clock", "GetTestClock", this::tellTime),
        route("POST", "clock/advance", "AdvanceTestClock", this::advance),
        route("GET", "faults", "ListTestFaults", this::listFaults),
        route("DELETE", "faults", "ClearTestFaults", this::clearFaults),
        route("PUT", "faults/{name}", "PutTestFault", this::putFault),
        route("DELETE", "faults/{name}", "DeleteTestFault", this::deleteFault),
        route("GET", "recordings/{kind}", "GetTestRecordings", this::recordings),
        route("DELETE", "recordings", "ClearTestRecordings", this::clearRecordings));
  }

  private static HttpRoute route(String verb, String path, String name, HttpHandler handler) {
    return new HttpRoute(Set.of(verb), ROOT + path, Endpoint.of(name, GROUP), handler);
  }

  private void tellTime(HttpExchange exchange) {
    answer(exchange, TestJson.write(json -> TestJson.time(json, mode.clock().instant())));
  }

  private void advance(HttpExchange exchange) throws InterruptedException {
    Duration by = TestJson.duration(exchange.body(), "by");
    if (by.isNegative()) {
      throw ApiError.malformed("by: " + by + " (expected: not negative)").asException();
    }
    mode.clock().advance(by);
    tellTime(exchange);
  }

  private void listFaults(HttpExchange exchange) {
    answer(
        exchange,
        TestJson.array(mode.faults().all(), (json, fault) -> FaultJson.write(json, fault)));
  }

  private void clearFaults(HttpExchange exchange) {
    mode.faults().clear();
    exchange.respond(204);
  }

  private void putFault(HttpExchange exchange) throws InterruptedException {
    mode.faults().put(FaultJson.read(exchange.pathParameter("name"), exchange.body()));
    exchange.respond(204);
  }

  private void deleteFault(HttpExchange exchange) {
    String name = exchange.pathParameter("name");
    if (!mode.faults().remove(name)) {
      throw notFound("there is no fault \"" + name + "\"").asException();
    }
    exchange.respond(204);
  }

  private void recordings(HttpExchange exchange) {
    Recordings all = mode.recordings();
    answer(
        exchange,
        switch (exchange.pathParameter("kind")) {
          case "published" ->
              TestJson.array(
                  all.published(),
                  (json, event) -> {
                    json.writeStringField("pubsub", event.pubsub());
                    json.writeStringField("topic", event.topic());
                    TestJson.bytes(json, "message", event.message());
                    Json.texts(json, "metadata", event.metadata());
                  });
          case "saved" ->
              TestJson.array(
                  all.saved(),
                  (json, state) -> {
                    json.writeStringField("store", state.store());
                    json.writeStringField("key", state.key());
                    json.writeBooleanField("deleted", state.isDeleted());
                    byte[] value = state.value();
                    TestJson.bytes(json, "value", value == null ? new byte[0] : value);
                  });
          case "invoked" -> TestJson.array(all.invoked(), TestJson::invocation);
          case "received" -> TestJson.array(all.received(), TestJson::invocation);
          default ->
              throw notFound(
                      "recordings: \""
                          + exchange.pathParameter("kind")
                          + "\" (expected: published, saved, invoked or received)")
                  .asException();
        });
  }

  private void clearRecordings(HttpExchange exchange) {
    mode.recordings().clear();
    exchange.respond(204);
  }

  private static ApiError notFound(String message) {
    return ApiError.simple(
        404, Status.Code.NOT_FOUND, "ERR_TEST_NOT_FOUND", ErrorCategory.COMMON, message);
  }

  private static void answer(HttpExchange exchange, byte[] json) {
    exchange.respond(200, "application/json", json);
  }
}
