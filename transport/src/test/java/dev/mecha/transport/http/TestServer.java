package dev.mecha.transport.http;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.pipeline.HttpHandler;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.transport.ThreadMode;
import dev.mecha.transport.listen.Bound;
import dev.mecha.transport.listen.ListenOn;
import dev.mecha.transport.thread.EventLoops;
import io.grpc.Status;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An HTTP door on a free port, with the routes that a test gives it. */
final class TestServer {

  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final EventLoops loops;
  private final List<HttpRoute> routes = new ArrayList<>();
  private final List<Filter> filters = new ArrayList<>();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private HttpLimits limits = HttpLimits.DEFAULTS;
  private boolean h2c = true;
  private @Nullable HttpDoor door;
  private @Nullable Bound bound;

  TestServer(ThreadMode mode) {
    loops = mode.loops();
  }

  static HttpRoute route(String verbs, String pattern, HttpHandler handler) {
    Set<String> set = verbs.equals("ANY") ? Set.of() : Set.of(verbs.split(","));
    return new HttpRoute(set, pattern, Endpoint.of(pattern, new ApiGroup("test", "v1")), handler);
  }

  TestServer on(String verbs, String pattern, HttpHandler handler) {
    routes.add(route(verbs, pattern, handler));
    return this;
  }

  TestServer filter(Filter filter) {
    filters.add(filter);
    return this;
  }

  TestServer limits(HttpLimits limits) {
    this.limits = limits;
    return this;
  }

  TestServer h2c(boolean h2c) {
    this.h2c = h2c;
    return this;
  }

  TestServer start() throws Exception {
    return start(ListenOn.tcp(List.of("127.0.0.1"), 0));
  }

  TestServer start(ListenOn on) throws Exception {
    HttpRoute fallback =
        route(
            "ANY",
            "/*",
            exchange -> exchange.fail(ApiError.plain(404, Status.Code.NOT_FOUND, "nothing here")));
    door =
        new HttpDoor(
            new HttpServerConfig(on, limits, h2c),
            loops,
            filters,
            new RouteTable(routes, fallback));
    bound = door().start();
    return this;
  }

  EventLoops loops() {
    return loops;
  }

  HttpDoor door() {
    return Objects.requireNonNull(door);
  }

  Bound bound() {
    return Objects.requireNonNull(bound);
  }

  int port() {
    return bound().port();
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** Connects a client that writes what it likes. */
  RawClient raw() throws IOException {
    return new RawClient(new Socket("127.0.0.1", port()));
  }

  void stop() throws Exception {
    client.close();
    door().close(Duration.ofSeconds(1));
    loops.close();
  }
}
