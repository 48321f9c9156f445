package dev.mecha.block.health;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.health.Readiness;
import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.kernel.pipeline.HttpHandler;
import dev.mecha.kernel.pipeline.HttpRoute;
import io.grpc.Status;
import java.util.List;
import java.util.Set;

/**
 * Answers probes: {@code /v1.0/healthz} when everything is up, {@code /v1.0/healthz/outbound} when
 * the application may call the sidecar, which does not wait for the application itself.
 */
public final class HealthBlock implements BuildingBlock {

  private static final ApiGroup GROUP = new ApiGroup("healthz", "v1");

  private final Readiness all;
  private final Readiness outbound;
  private final String appId;

  /**
   * @param all everything, the application included
   * @param outbound what the application needs of the sidecar
   * @param appId whose sidecar this is
   */
  public HealthBlock(Readiness all, Readiness outbound, String appId) {
    this.all = all;
    this.outbound = outbound;
    this.appId = appId;
  }

  @Override
  public List<HttpRoute> httpRoutes() {
    return List.of(
        route("/v1.0/healthz", "Healthz", this::healthz),
        route("/v1.0/healthz/outbound", "HealthzOutbound", this::outbound));
  }

  private static HttpRoute route(String path, String name, HttpHandler handler) {
    return new HttpRoute(
        Set.of("GET"), path, new Endpoint(name, GROUP, Endpoint.Kind.HEALTH), handler);
  }

  private void healthz(HttpExchange exchange) {
    List<String> pending = all.pending();
    String wanted = exchange.queryParameter("appid");
    if (!pending.isEmpty()) {
      exchange.fail(
          error("ERR_HEALTH_NOT_READY", "dapr is not ready: [" + String.join(" ", pending) + "]"));
    } else if (wanted != null && !wanted.equals(appId)) {
      exchange.fail(error("ERR_HEALTH_APPID_NOT_MATCH", "dapr app-id does not match"));
    } else {
      exchange.respond(204);
    }
  }

  private void outbound(HttpExchange exchange) {
    if (outbound.ready()) {
      exchange.respond(204);
    } else {
      exchange.fail(error("ERR_OUTBOUND_HEALTH_NOT_READY", "dapr outbound is not ready"));
    }
  }

  private static ApiError error(String code, String message) {
    return ApiError.simple(500, Status.Code.INTERNAL, code, ErrorCategory.HEALTH, message);
  }
}
