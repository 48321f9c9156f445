package dev.mecha.transport.grpc;

import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.transport.flow.Accepted;
import dev.mecha.transport.flow.Http2Windows;
import dev.mecha.transport.link.LinkLimits;
import dev.mecha.transport.link.ServerLinks;
import dev.mecha.transport.listen.Binder;
import dev.mecha.transport.listen.Bound;
import dev.mecha.transport.thread.EventLoops;
import dev.mecha.transport.thread.RequestAllocator;
import io.grpc.HandlerRegistry;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** A gRPC server with the methods of all building blocks, reflection and health. */
public final class GrpcDoor {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.grpc.api");

  /** How long calls may take to end after they have been cancelled. */
  private static final Duration AFTER_CANCEL = Duration.ofSeconds(2);

  /** More calls that are taken back at once than any caller's timeouts explain end a connection. */
  private static final int MOST_RESETS = 20_000;

  private static final int RESET_SECONDS = 10;

  private final GrpcServerConfig config;
  private final EventLoops loops;
  private final ServedMethods methods;
  private final HandlerRegistry served;
  private final ServerLinks links;
  private final InProcessServer inProcess;
  private final List<Server> servers = new ArrayList<>();
  private final List<ServerChannel> reserved = new CopyOnWriteArrayList<>();
  private volatile boolean reserving;

  /**
   * Makes a server that does not listen yet.
   *
   * @param config how it is set up
   * @param loops what it runs on; outlives it
   * @param filters what every call passes, in order
   * @param blocks whose methods are served; no name twice
   * @param fallback finds handlers for methods that are not among these; {@link
   *     UnknownMethods#REFUSED} for none
   */
  public GrpcDoor(
      GrpcServerConfig config,
      EventLoops loops,
      List<Filter> filters,
      List<BuildingBlock> blocks,
      HandlerRegistry fallback) {
    this.config = config;
    this.loops = loops;
    this.methods = new ServedMethods(services(filters, blocks), fallback);
    this.served = new LazyServices(methods);
    this.inProcess = new InProcessServer(loops, served, config.maxHeaderListBytes());
    this.links =
        new ServerLinks(
            loops, served, new LinkLimits(config.messageLimit(), config.maxHeaderListBytes()));
  }

  private List<ServerServiceDefinition> services(List<Filter> filters, List<BuildingBlock> blocks) {
    return GrpcServices.of(blocks, List.copyOf(filters), loops, config.messageLimit());
  }

  /**
   * Puts other filters and methods in place of those that it has. Calls under way go on with the
   * old ones; connections stay.
   *
   * @param filters what every call passes, in order
   * @param blocks whose methods are served; no name twice
   * @param fallback finds handlers for methods that are not among these
   */
  public void replace(List<Filter> filters, List<BuildingBlock> blocks, HandlerRegistry fallback) {
    methods.replace(services(filters, blocks), fallback);
  }

  /**
   * Starts to listen.
   *
   * @return where
   * @throws IOException if no address could be bound
   * @throws InterruptedException if the caller was interrupted
   */
  public Bound start() throws IOException, InterruptedException {
    return new Binder("gRPC", LOG, Level.ERROR).bind(config.listenOn(), this::listen);
  }

  /**
   * Takes the port without serving: who connects waits until {@link #accept}.
   *
   * @return where
   * @throws IOException if no address could be bound
   * @throws InterruptedException if the caller was interrupted
   */
  public Bound reserve() throws IOException, InterruptedException {
    reserving = true;
    try {
      return start();
    } finally {
      reserving = false;
    }
  }

  /** Serves those who wait since {@link #reserve}, and whoever comes. */
  public void accept() {
    for (ServerChannel channel : reserved) {
      if (channel.isActive()) {
        channel.config().setAutoRead(true);
      }
    }
    reserved.clear();
  }

  /**
   * Returns the way in for callers in this JVM.
   *
   * @return the same methods behind the same filters, also before this door listens
   */
  public InProcess inProcess() {
    return new InProcess(inProcess);
  }

  private SocketAddress listen(SocketAddress address) throws IOException {
    Server server =
        NettyServerBuilder.forAddress(address)
            .bossEventLoopGroup(loops.group())
            .workerEventLoopGroup(loops.group())
            .channelFactory(Http2Windows.ofServer(channels(address)))
            .withChildOption(ChannelOption.ALLOCATOR, RequestAllocator.INSTANCE)
            .flowControlWindow(Http2Windows.CALL)
            .directExecutor()
            .fallbackHandlerRegistry(served)
            .maxInboundMessageSize(config.messageLimit())
            .maxInboundMetadataSize(config.maxHeaderListBytes())
            .maxRstFramesPerWindow(MOST_RESETS, RESET_SECONDS)
            .permitKeepAliveTime(8, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .keepAliveTime(10, TimeUnit.SECONDS)
            .keepAliveTimeout(5, TimeUnit.SECONDS)
            .maxConnectionIdle(3, TimeUnit.MINUTES)
            .build();
    try {
      server.start();
    } catch (IOException e) {
      throw e.getCause() instanceof IOException cause ? cause : e;
    }
    servers.add(server);
    return server.getListenSockets().getFirst();
  }

  private ChannelFactory<ServerChannel> channels(SocketAddress address) throws IOException {
    ChannelFactory<ServerChannel> any = plainChannels(address);
    ChannelFactory<ServerChannel> plain = reserving ? () -> waiting(any.newChannel()) : any;
    return config.links() ? Accepted.with(plain, links::reception) : plain;
  }

  /** The system lets others connect; nobody looks at them yet. */
  private ServerChannel waiting(ServerChannel channel) {
    channel.config().setAutoRead(false);
    reserved.add(channel);
    return channel;
  }

  private static ChannelFactory<ServerChannel> plainChannels(SocketAddress address)
      throws IOException {
    if (address instanceof InetSocketAddress) {
      return NioServerSocketChannel::new;
    }
    if (address instanceof UnixDomainSocketAddress) {
      return NioServerDomainSocketChannel::new;
    }
    throw new IOException("cannot listen on " + address);
  }

  /**
   * Stops to listen, lets calls in flight come to their end, and closes all connections.
   *
   * @param grace how long calls may take; they are cancelled after that
   * @throws InterruptedException if the caller was interrupted
   */
  public void close(Duration grace) throws InterruptedException {
    Server here = inProcess.close();
    if (here != null) {
      servers.add(here);
    }
    servers.forEach(Server::shutdown);
    links.shutdown();
    long deadline = System.nanoTime() + grace.toNanos();
    for (Server server : servers) {
      if (!server.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        server.shutdownNow();
        server.awaitTermination(AFTER_CANCEL.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
    if (!links.awaitTermination(deadline - System.nanoTime())) {
      links.shutdownNow();
      links.awaitTermination(AFTER_CANCEL.toNanos());
    }
    servers.clear();
  }
}
