package dev.mecha.kernel.observe;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.Exchange;
import dev.mecha.kernel.pipeline.GrpcExchange;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.kernel.text.StatusText;
import dev.mecha.kernel.text.UrlText;
import dev.mecha.kernel.trace.ActiveSpan;
import dev.mecha.kernel.trace.Span;
import dev.mecha.kernel.trace.SpanStatus;
import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.kernel.trace.Tracer;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Locale;
import java.util.Set;

/** What the span of a request says of it, in the peer's words. Only sampled requests get here. */
final class RequestSpans {

  private static final String INTERNAL_PREFIX = "/dapr.proto.internals.";

  /** Headers of this prefix become attributes: a user's own way to have them seen. */
  private static final String USER_PREFIX = "dapr-";

  /** The peer shows them too, but a trace is no place for a secret. */
  private static final Set<String> SECRETS = Set.of("dapr-api-token", "dapr-app-token");

  private final Tracer tracer;
  private final String appId;

  /**
   * @param appId the application here
   */
  RequestSpans(Tracer tracer, String appId) {
    this.tracer = tracer;
    this.appId = appId;
  }

  ActiveSpan begin(Exchange exchange, TraceContext place, String incoming) {
    return tracer.start(place, incoming, path(exchange), kind(exchange));
  }

  private static String path(Exchange exchange) {
    return switch (exchange.protocol()) {
      case HTTP -> UrlText.decodePath(exchange.path());
      case GRPC -> exchange.path();
    };
  }

  /** The application asks its sidecar; another sidecar asks for the application. */
  private Span.Kind kind(Exchange exchange) {
    boolean isOurs = exchange.path().startsWith(INTERNAL_PREFIX) || isPassedToApplication(exchange);
    return isOurs ? Span.Kind.SERVER : Span.Kind.CLIENT;
  }

  private boolean isPassedToApplication(Exchange exchange) {
    if (!isProxied(exchange)) {
      return false;
    }
    String callee = exchange.requestHeader("dapr-callee-app-id");
    return appId.equals(callee == null ? exchange.requestHeader("dapr-app-id") : callee);
  }

  private static boolean isProxied(Exchange exchange) {
    return exchange.protocol() == Exchange.Protocol.GRPC
        && exchange.endpoint().kind() == Endpoint.Kind.PASS_THROUGH;
  }

  void end(Exchange exchange, ActiveSpan span, int status) {
    if (exchange instanceof HttpExchange http) {
      describe(http, span, status);
    } else if (exchange instanceof GrpcExchange grpc) {
      describe(grpc, span);
    }
    span.end(outcome(exchange, status));
  }

  private static void describe(HttpExchange exchange, ActiveSpan span, int status) {
    exchange.requestHeaders().forEach((name, value) -> user(span, name, value));
    String api = exchange.verb() + " " + path(exchange);
    if (span.has("db.system")) {
      span.attribute("db.statement", api);
    }
    span.attribute("dapr.protocol", "http");
    span.attribute("dapr.api", api);
    span.attribute("dapr.status_code", Integer.toString(status));
    span.attribute("http.request.method", exchange.verb());
    String query = exchange.query();
    span.attribute("url.full", query.isEmpty() ? exchange.path() : exchange.path() + "?" + query);
    String remote = exchange.remoteAddress();
    int port = remote.lastIndexOf(':');
    span.attribute("server.address", port < 0 ? remote : remote.substring(0, port));
    span.attribute("server.port", remote.substring(port + 1));
  }

  private static void describe(GrpcExchange exchange, ActiveSpan span) {
    Metadata metadata = exchange.requestMetadata();
    for (String name : metadata.keys()) {
      if (name.startsWith(USER_PREFIX) && !name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
        String value = exchange.requestHeader(name);
        user(span, name, value == null ? "" : value);
      }
    }
    if (isProxied(exchange)) {
      return;
    }
    if (span.has("db.system")) {
      span.attribute("db.statement", exchange.path());
      span.attribute("rpc.service", "Dapr");
    } else if (span.has("messaging.system")) {
      span.attribute("rpc.service", "Dapr");
    }
    span.attribute("dapr.protocol", "grpc");
    span.attribute("dapr.api", exchange.path());
  }

  private static void user(ActiveSpan span, String name, String value) {
    String key = name.toLowerCase(Locale.ROOT);
    if (key.startsWith(USER_PREFIX) && !SECRETS.contains(key)) {
      span.attribute(key, value);
    }
  }

  private static SpanStatus outcome(Exchange exchange, int status) {
    return switch (exchange.protocol()) {
      case HTTP ->
          status < 400
              ? SpanStatus.UNSET
              : SpanStatus.error("Code(" + status + "): " + StatusText.of(status));
      case GRPC ->
          status == Status.Code.OK.value()
              ? SpanStatus.UNSET
              : SpanStatus.error(why(exchange, status));
    };
  }

  private static String why(Exchange exchange, int status) {
    ApiError error = exchange.error();
    return error == null
        ? GrpcServerMetrics.label(Status.fromCodeValue(status).getCode())
        : error.message();
  }
}
