package dev.mecha.block.pubsub;

import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.kernel.pipeline.HttpHandler;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.spi.pubsub.FailedEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Publishing over HTTP. */
final class PublishHttp {

  static final ApiGroup V1 = new ApiGroup("publish", "v1");
  static final ApiGroup V1_ALPHA1 = new ApiGroup("publish", "v1alpha1");

  private static final Set<String> WRITE = Set.of("POST", "PUT");
  private static final String JSON = "application/json";

  private final PublishService service;

  PublishHttp(PublishService service) {
    this.service = service;
  }

  List<HttpRoute> routes() {
    return List.of(
        route("/v1.0/publish/{pubsubname}/*", "PublishEvent", V1, this::publish),
        route("/v1.0/publish/bulk/{pubsubname}/*", "BulkPublishEvent", V1, this::bulkPublish),
        route(
            "/v1.0-alpha1/publish/bulk/{pubsubname}/*",
            "BulkPublishEvent",
            V1_ALPHA1,
            this::bulkPublish));
  }

  private static HttpRoute route(String pattern, String name, ApiGroup group, HttpHandler handler) {
    return new HttpRoute(
        WRITE,
        pattern,
        Endpoint.of(name, group),
        exchange -> {
          if (exchange.span().isRecording()) {
            exchange.span().topic(exchange.pathParameter("*"));
          }
          handler.handle(exchange);
        });
  }

  private static PublishService.Target target(HttpExchange exchange) {
    return new PublishService.Target(
        exchange.pathParameter("pubsubname"),
        exchange.pathParameter("*"),
        exchange.queryMetadata());
  }

  private void publish(HttpExchange exchange) throws InterruptedException {
    PublishService.Target target = target(exchange);
    service.requireTarget(target);
    String type = exchange.requestHeader("Content-Type");
    service.publish(target, exchange.body(), type == null ? "" : type, exchange.trace());
    exchange.respond(204);
  }

  private void bulkPublish(HttpExchange exchange) throws InterruptedException {
    PublishService.Target target = target(exchange);
    service.requireTarget(target);
    List<PublishService.Entry> entries =
        BulkPublishJson.entries(target, service.appId(), exchange.body());
    List<FailedEntry> failed = service.publish(target, entries, exchange.trace());
    if (failed.isEmpty()) {
      exchange.respond(204);
      return;
    }
    byte[] body = BulkPublishJson.failed(failed);
    String why =
        PubSubErrors.publish(target.pubsub(), target.topic(), failed.getFirst().error()).message();
    exchange.responseHeader("metadata.responseData", header(body));
    exchange.responseHeader("metadata.error", header(why.getBytes(StandardCharsets.UTF_8)));
    exchange.respond(500, JSON, body);
  }

  /** What a header cannot carry is shown as a question mark. */
  private static String header(byte[] text) {
    return new String(text, StandardCharsets.UTF_8).replaceAll("[^ -~]", "?");
  }
}
