package dev.mecha.runtime;

import dev.mecha.kernel.channel.ProxyDirector;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.filter.StandardFilters;
import dev.mecha.kernel.filter.StandardFilters.Door;
import dev.mecha.kernel.observe.MetricsText;
import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.Exchange.Protocol;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.runtime.options.ServerOptions;
import dev.mecha.runtime.options.SidecarOptions;
import dev.mecha.transport.grpc.GrpcDoor;
import dev.mecha.transport.grpc.GrpcServerConfig;
import dev.mecha.transport.grpc.ProxyCalls;
import dev.mecha.transport.grpc.ProxyHops;
import dev.mecha.transport.http.HttpDoor;
import dev.mecha.transport.http.HttpLimits;
import dev.mecha.transport.http.HttpServerConfig;
import dev.mecha.transport.http.RouteTable;
import dev.mecha.transport.listen.Bound;
import dev.mecha.transport.listen.ListenOn;
import dev.mecha.transport.thread.EventLoops;
import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The servers of one sidecar: opened in order, closed together. */
final class Doors {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");

  /** What nobody answers to: any path, any verb. */
  private static final HttpRoute NOBODY =
      new HttpRoute(
          Set.of(),
          "/*",
          new Endpoint("InvokeService", new ApiGroup("invoke", "v1"), Endpoint.Kind.PASS_THROUGH),
          exchange ->
              exchange.fail(
                  ApiError.simple(
                      404,
                      Status.Code.NOT_FOUND,
                      "ERR_DIRECT_INVOKE",
                      ErrorCategory.SERVICE_INVOCATION,
                      "failed getting app id either from the URL path or the header"
                          + " dapr-app-id")));

  private final SidecarOptions options;
  private final EventLoops loops;
  private final StandardFilters.Options filters;
  private final List<HttpDoor> http = new ArrayList<>();
  private final List<GrpcDoor> grpc = new ArrayList<>();
  private int httpPort;
  private int grpcPort;
  private int internalPort;
  private int metricsPort;

  Doors(SidecarOptions options, EventLoops loops, StandardFilters.Options filters) {
    this.options = options;
    this.loops = loops;
    this.filters = filters;
  }

  int httpPort() {
    return httpPort;
  }

  int grpcPort() {
    return grpcPort;
  }

  int metricsPort() {
    return metricsPort;
  }

  int internalPort() {
    return internalPort;
  }

  /**
   * What the servers serve.
   *
   * @param blocks the APIs
   * @param everythingElse over HTTP: any path and verb that is no API's
   * @param internal what other sidecars call
   * @param director says where gRPC calls of unknown services go
   * @param hops how they get there
   */
  record Apis(
      List<BuildingBlock> blocks,
      HttpRoute everythingElse,
      BuildingBlock internal,
      ProxyDirector director,
      ProxyHops hops) {}

  /**
   * Opens the gRPC API, the HTTP API, the public port and the one for other sidecars, in the peer's
   * order.
   */
  void open(Apis apis) throws SidecarException, InterruptedException {
    openGrpc(apis);
    List<HttpRoute> routes = new ArrayList<>();
    for (BuildingBlock block : apis.blocks()) {
      routes.addAll(block.httpRoutes());
    }
    openHttp(routes, apis.everythingElse());
    openPublic(routes);
    openInternal(apis);
    LOG.info("The request body size parameter is: {} bytes", options.servers().maxBodySize());
  }

  private void openGrpc(Apis apis) throws SidecarException, InterruptedException {
    Path socket = socket("grpc");
    GrpcDoor door =
        grpcDoor(listenOn(socket, options.servers().grpcPort()), Door.GRPC, apis.blocks(), apis);
    grpcPort = bound("API gRPC", door::start).port();
    if (socket != null) {
      LOG.info("API gRPC server is running on a Unix Domain Socket");
    } else {
      LOG.info("API gRPC server is running on port {}", grpcPort);
    }
  }

  private void openInternal(Apis apis) throws SidecarException, InterruptedException {
    List<BuildingBlock> blocks = List.of(apis.internal());
    internalPort =
        bound(
                "internal gRPC",
                () ->
                    new InternalPort(options)
                        .bind(where -> grpcDoor(where, Door.INTERNAL, blocks, apis).start()))
            .port();
    LOG.info(
        "Internal gRPC server is running on {}:{}",
        options.servers().internalListenAddress(),
        internalPort);
  }

  private GrpcDoor grpcDoor(ListenOn where, Door door, List<BuildingBlock> blocks, Apis apis) {
    ServerOptions servers = options.servers();
    var config =
        new GrpcServerConfig(
            where, clamp(servers.maxBodySize()), clamp(servers.readBufferSize() << 10));
    List<Filter> standard = StandardFilters.of(door, filters);
    var proxy =
        new ProxyCalls(apis.director(), apis.hops(), standard, loops, config.messageLimit());
    var made = new GrpcDoor(config, loops, standard, blocks, proxy);
    grpc.add(made);
    return made;
  }

  private void openHttp(List<HttpRoute> routes, HttpRoute everythingElse)
      throws SidecarException, InterruptedException {
    Path socket = socket("http");
    var allowed = routes.stream().filter(this::isAllowed).toList();
    HttpRoute rest = isAllowed(everythingElse) ? everythingElse : NOBODY;
    var config =
        new HttpServerConfig(
            listenOn(socket, options.servers().httpPort()), limits(), options.servers().http2());
    httpPort = start("HTTP", config, Door.HTTP, new RouteTable(allowed, rest)).port();
    if (socket != null) {
      LOG.info("HTTP server is running on a Unix Domain Socket");
    } else {
      LOG.info("HTTP server is running on port {}", httpPort);
    }
  }

  private boolean isAllowed(HttpRoute route) {
    return filters.access().allows(Protocol.HTTP, route.endpoint(), route.pattern());
  }

  private void openPublic(List<HttpRoute> routes) throws SidecarException, InterruptedException {
    if (options.servers().publicPort().isEmpty()) {
      return;
    }
    var open =
        routes.stream()
            .filter(
                route ->
                    route.endpoint().kind() == Endpoint.Kind.HEALTH
                        || route.endpoint().group().name().equals("metadata"))
            .toList();
    var listenOn =
        ListenOn.tcp(
            List.of(options.servers().publicListenAddress()),
            options.servers().publicPort().getAsInt());
    start(
        "public HTTP",
        new HttpServerConfig(listenOn, limits(), false),
        Door.PUBLIC_HTTP,
        new RouteTable(open, NOBODY));
  }

  /**
   * Opens the metrics endpoint: any path shows all.
   *
   * @param text makes the text somewhere else than on the event loop, which the JVM's own figures
   *     may hold up
   */
  void openMetrics(MetricsSource text) throws SidecarException, InterruptedException {
    var everything =
        new HttpRoute(
            Set.of("GET", "HEAD"),
            "/*",
            new Endpoint("Metrics", new ApiGroup("metrics", "v1"), Endpoint.Kind.HEALTH),
            exchange ->
                exchange.respond(
                    200, MetricsText.CONTENT_TYPE, text.read().getBytes(StandardCharsets.UTF_8)));
    var config =
        new HttpServerConfig(
            ListenOn.tcp(List.of(options.metrics().listenAddress()), options.metrics().port()),
            HttpLimits.DEFAULTS,
            false);
    var door = new HttpDoor(config, loops, List.of(), new RouteTable(List.of(), everything));
    http.add(door);
    metricsPort = bound("metrics", door::start).port();
    LOG.info("metrics server started on {}:{}/", options.metrics().listenAddress(), metricsPort);
  }

  private Bound start(String name, HttpServerConfig config, Door door, RouteTable routes)
      throws SidecarException, InterruptedException {
    var server = new HttpDoor(config, loops, StandardFilters.of(door, filters), routes);
    http.add(server);
    return bound(name, server::start);
  }

  private HttpLimits limits() {
    return HttpLimits.DEFAULTS.withSizes(
        options.servers().maxBodySize(), clamp(options.servers().readBufferSize()));
  }

  private ListenOn listenOn(@Nullable Path socket, int port) {
    return socket == null
        ? ListenOn.tcp(options.servers().listenAddresses(), port)
        : ListenOn.unix(socket);
  }

  private @Nullable Path socket(String door) {
    Path folder = options.servers().unixDomainSocket();
    return folder == null
        ? null
        : folder.resolve("dapr-" + options.appId() + "-" + door + ".socket");
  }

  private static int clamp(long bytes) {
    return Math.clamp(bytes, 0, Integer.MAX_VALUE);
  }

  private static Bound bound(String name, Start start)
      throws SidecarException, InterruptedException {
    try {
      return start.start();
    } catch (IOException e) {
      throw new SidecarException("failed to start " + name + " server: " + e.getMessage(), e);
    }
  }

  /** Stops listening, lets what is in flight end, and closes all connections: all doors at once. */
  void close(Duration grace) {
    try (var closers = Executors.newVirtualThreadPerTaskExecutor()) {
      http.forEach(door -> closers.execute(() -> close(() -> door.close(grace))));
      grpc.forEach(door -> closers.execute(() -> close(() -> door.close(grace))));
    }
  }

  private static void close(Close close) {
    try {
      close.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Close {
    void close() throws InterruptedException;
  }

  /** Makes the text of the metrics endpoint. */
  interface MetricsSource {
    String read() throws InterruptedException;
  }

  private interface Start {
    Bound start() throws IOException, InterruptedException;
  }
}
