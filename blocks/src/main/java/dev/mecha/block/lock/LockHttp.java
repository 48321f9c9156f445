package dev.mecha.block.lock;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.kernel.pipeline.HttpHandler;
import dev.mecha.kernel.pipeline.HttpRoute;
import java.util.List;
import java.util.Set;

/** The lock API over HTTP. */
final class LockHttp {

  static final ApiGroup LOCK = new ApiGroup("lock", "v1alpha1");
  static final ApiGroup UNLOCK = new ApiGroup("unlock", "v1alpha1");

  private final LockService service;

  LockHttp(LockService service) {
    this.service = service;
  }

  List<HttpRoute> routes() {
    return List.of(
        route("/v1.0-alpha1/lock/{storeName}", Endpoint.of("TryLock", LOCK), this::tryLock),
        route("/v1.0-alpha1/unlock/{storeName}", Endpoint.of("Unlock", UNLOCK), this::unlock));
  }

  private static HttpRoute route(String pattern, Endpoint endpoint, HttpHandler handler) {
    return new HttpRoute(Set.of("POST"), pattern, endpoint, handler);
  }

  private void tryLock(HttpExchange exchange) throws InterruptedException {
    answer(exchange, "{\"success\":" + service.tryLock(request(exchange)) + "}");
  }

  private void unlock(HttpExchange exchange) throws InterruptedException {
    int status = LockGrpc.status(service.unlock(request(exchange))).getNumber();
    answer(exchange, "{\"status\":" + status + "}");
  }

  private static LockRequest request(HttpExchange exchange) throws InterruptedException {
    return LockJson.read(exchange.pathParameter("storeName"), exchange.body());
  }

  private static void answer(HttpExchange exchange, String json) {
    exchange.respond(200, "application/json", json.getBytes(US_ASCII));
  }
}
