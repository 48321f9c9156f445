package dev.mecha.runtime;

import dev.mecha.kernel.filter.StandardFilters.Door;
import dev.mecha.kernel.observe.MetricsText;
import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.runtime.options.ServerOptions;
import dev.mecha.runtime.options.SidecarOptions;
import dev.mecha.transport.grpc.GrpcDoor;
import dev.mecha.transport.grpc.GrpcServerConfig;
import dev.mecha.transport.grpc.InProcess;
import dev.mecha.transport.grpc.UnknownMethods;
import dev.mecha.transport.http.HttpDoor;
import dev.mecha.transport.http.HttpLimits;
import dev.mecha.transport.http.HttpServerConfig;
import dev.mecha.transport.http.RouteTable;
import dev.mecha.transport.listen.Bound;
import dev.mecha.transport.listen.ListenOn;
import dev.mecha.transport.thread.EventLoops;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The servers of one sidecar: opened in order, closed together. */
final class Doors {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");

  private final SidecarOptions options;
  private final EventLoops loops;
  private final Map<Door, HttpDoor> http = new EnumMap<>(Door.class);
  private final Map<Door, GrpcDoor> grpc = new EnumMap<>(Door.class);
  private @Nullable HttpDoor metrics;
  private int httpPort;
  private int grpcPort;
  private int internalPort;
  private int metricsPort;

  Doors(SidecarOptions options, EventLoops loops) {
    this.options = options;
    this.loops = loops;
  }

  int httpPort() {
    return httpPort;
  }

  int grpcPort() {
    return grpcPort;
  }

  /** The gRPC API without a socket. The doors are open. */
  InProcess inProcess() {
    return Objects.requireNonNull(grpc.get(Door.GRPC), "the gRPC API").inProcess();
  }

  int metricsPort() {
    return metricsPort;
  }

  int internalPort() {
    return internalPort;
  }

  /**
   * Opens the gRPC API, the HTTP API, the public port and the one for other sidecars, in the peer's
   * order; or puts something else behind them if they are open. Nothing goes wrong then.
   */
  void serve(Apis apis) throws SidecarException, InterruptedException {
    if (http.isEmpty()) {
      open(apis);
    } else {
      http.forEach((door, server) -> server.replace(apis.filters(door), routes(door, apis)));
      grpc.forEach((door, server) -> replace(door, server, apis));
    }
  }

  /**
   * Takes the port for other sidecars if it is not taken yet, before components connect to
   * anything: the system might give one of them this port. Who connects waits for {@link #serve}.
   */
  void reserve() throws SidecarException, InterruptedException {
    if (grpc.containsKey(Door.INTERNAL)) {
      return;
    }
    internalPort =
        bound(
                "internal gRPC",
                () ->
                    new InternalPort(options)
                        .bind(
                            where -> {
                              var config = grpcConfig(where, Door.INTERNAL);
                              var door =
                                  new GrpcDoor(
                                      config, loops, List.of(), List.of(), UnknownMethods.REFUSED);
                              grpc.put(Door.INTERNAL, door);
                              return door.reserve();
                            }))
            .port();
  }

  private void open(Apis apis) throws SidecarException, InterruptedException {
    openGrpc(apis);
    openHttp(apis);
    openPublic(apis);
    openInternal(apis);
    LOG.info("The request body size parameter is: {} bytes", options.servers().maxBodySize());
  }

  private static RouteTable routes(Door door, Apis apis) {
    return door == Door.PUBLIC_HTTP ? apis.publicRoutes() : apis.routes();
  }

  private void replace(Door door, GrpcDoor server, Apis apis) {
    List<Filter> filters = apis.filters(door);
    server.replace(
        filters,
        apis.methods(door),
        apis.proxy(filters, loops, clamp(options.servers().maxBodySize())));
  }

  private void openGrpc(Apis apis) throws SidecarException, InterruptedException {
    Path socket = socket("grpc");
    GrpcDoor door = grpcDoor(listenOn(socket, options.servers().grpcPort()), Door.GRPC, apis);
    grpcPort = bound("API gRPC", door::start).port();
    if (socket != null) {
      LOG.info("API gRPC server is running on a Unix Domain Socket");
    } else {
      LOG.info("API gRPC server is running on port {}", grpcPort);
    }
  }

  private void openInternal(Apis apis) throws SidecarException, InterruptedException {
    reserve();
    GrpcDoor door = Objects.requireNonNull(grpc.get(Door.INTERNAL), "reserved");
    replace(Door.INTERNAL, door, apis);
    door.accept();
    LOG.info(
        "Internal gRPC server is running on {}:{}",
        options.servers().internalListenAddress(),
        internalPort);
  }

  private GrpcDoor grpcDoor(ListenOn where, Door door, Apis apis) {
    GrpcServerConfig config = grpcConfig(where, door);
    List<Filter> filters = apis.filters(door);
    var proxy = apis.proxy(filters, loops, config.messageLimit());
    var made = new GrpcDoor(config, loops, filters, apis.methods(door), proxy);
    grpc.put(door, made);
    return made;
  }

  private GrpcServerConfig grpcConfig(ListenOn where, Door door) {
    ServerOptions servers = options.servers();
    return new GrpcServerConfig(
        where,
        clamp(servers.maxBodySize()),
        clamp(servers.readBufferSize() << 10),
        door == Door.INTERNAL);
  }

  private void openHttp(Apis apis) throws SidecarException, InterruptedException {
    Path socket = socket("http");
    var config =
        new HttpServerConfig(
            listenOn(socket, options.servers().httpPort()), limits(), options.servers().http2());
    httpPort = start("HTTP", config, Door.HTTP, apis).port();
    if (socket != null) {
      LOG.info("HTTP server is running on a Unix Domain Socket");
    } else {
      LOG.info("HTTP server is running on port {}", httpPort);
    }
  }

  private void openPublic(Apis apis) throws SidecarException, InterruptedException {
    if (options.servers().publicPort().isEmpty()) {
      return;
    }
    var listenOn =
        ListenOn.tcp(
            List.of(options.servers().publicListenAddress()),
            options.servers().publicPort().getAsInt());
    start("public HTTP", new HttpServerConfig(listenOn, limits(), false), Door.PUBLIC_HTTP, apis);
  }

  /**
   * Opens the metrics endpoint: any path shows all. If it is open, it shows something else from now
   * on.
   *
   * @param text makes the text somewhere else than on the event loop, which the JVM's own figures
   *     may hold up
   */
  void showMetrics(MetricsSource text) throws SidecarException, InterruptedException {
    var everything = new RouteTable(List.of(), metricsRoute(text));
    if (metrics != null) {
      metrics.replace(List.of(), everything);
      return;
    }
    var config =
        new HttpServerConfig(
            ListenOn.tcp(List.of(options.metrics().listenAddress()), options.metrics().port()),
            HttpLimits.DEFAULTS,
            false);
    var door = new HttpDoor(config, loops, List.of(), everything);
    metrics = door;
    metricsPort = bound("metrics", door::start).port();
    LOG.info("metrics server started on {}:{}/", options.metrics().listenAddress(), metricsPort);
  }

  private static HttpRoute metricsRoute(MetricsSource text) {
    return new HttpRoute(
        Set.of("GET", "HEAD"),
        "/*",
        new Endpoint("Metrics", new ApiGroup("metrics", "v1"), Endpoint.Kind.HEALTH),
        exchange ->
            exchange.respond(
                200, MetricsText.CONTENT_TYPE, text.read().getBytes(StandardCharsets.UTF_8)));
  }

  private Bound start(String name, HttpServerConfig config, Door door, Apis apis)
      throws SidecarException, InterruptedException {
    var server = new HttpDoor(config, loops, apis.filters(door), routes(door, apis));
    http.put(door, server);
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
      http.values().forEach(door -> closers.execute(() -> close(() -> door.close(grace))));
      grpc.values().forEach(door -> closers.execute(() -> close(() -> door.close(grace))));
      HttpDoor shown = metrics;
      if (shown != null) {
        closers.execute(() -> close(() -> shown.close(grace)));
      }
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
