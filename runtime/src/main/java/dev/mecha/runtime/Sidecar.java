package dev.mecha.runtime;

import dev.mecha.block.health.HealthBlock;
import dev.mecha.block.invoke.InvokeBlock;
import dev.mecha.block.metadata.MetadataBlock;
import dev.mecha.block.shutdown.ShutdownBlock;
import dev.mecha.block.shutdown.ShutdownSwitch;
import dev.mecha.block.state.StateBlock;
import dev.mecha.kernel.AppIdentity;
import dev.mecha.kernel.filter.StandardFilters;
import dev.mecha.kernel.health.Readiness;
import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.registry.HotReload;
import dev.mecha.kernel.resilience.GuardListener;
import dev.mecha.kernel.resilience.Guards;
import dev.mecha.kernel.resilience.SystemTiming;
import dev.mecha.kernel.resource.ComponentResource;
import dev.mecha.kernel.resource.ResourceKinds;
import dev.mecha.kernel.resource.ResourceLoadException;
import dev.mecha.kernel.resource.ResourceSet;
import dev.mecha.kernel.resource.configuration.ConfigurationLoader;
import dev.mecha.kernel.resource.configuration.ConfigurationResource;
import dev.mecha.kernel.security.ApiAccessRule;
import dev.mecha.kernel.security.ApiAccessRules;
import dev.mecha.kernel.security.ApiToken;
import dev.mecha.runtime.options.SidecarOptions;
import dev.mecha.transport.app.HttpEndpointClient;
import dev.mecha.transport.peer.GrpcPeerChannel;
import dev.mecha.transport.peer.PeerConnections;
import dev.mecha.transport.thread.EventLoops;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running sidecar: the composition root. {@link #builder} takes everything apart that can differ;
 * {@link #start} puts the rooms together, in the order in which they need each other.
 */
public final class Sidecar implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");

  /** What has to be up before the sidecar is ready; the health error lists what is not. */
  private static final String COMPONENTS = "components";

  private static final String SERVERS = "servers";
  private static final String APP = "app";

  private final SidecarOptions options;
  private final Readiness all = new Readiness(List.of(COMPONENTS, SERVERS, APP));
  private final Readiness outbound = new Readiness(List.of(COMPONENTS, SERVERS));
  private final CompletableFuture<StopReason> stop = new CompletableFuture<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Components components;
  private final EventLoops loops;
  private final Doors doors;
  private final MetadataBlock metadata;
  private final @Nullable AppConnection app;
  private final PeerConnections peers;
  private final HttpEndpointClient outside;
  private final Invocation invocation;
  private final Guards guards = new Guards(new SystemTiming(), new Random(), GuardListener.NONE);
  private final @Nullable Runnable forcedShutdown;
  private final InstantSource clock;
  private final Observability observability;
  private final boolean measured;
  private final List<ComponentResource> declared;
  private final Resources resources;
  private @Nullable Thread appWaiter;

  /**
   * @param options everything that the sidecar is told
   * @return what can be set beyond that
   */
  public static SidecarBuilder builder(SidecarOptions options) {
    return new SidecarBuilder(options);
  }

  static Sidecar start(SidecarBuilder builder) throws SidecarException, InterruptedException {
    long begin = System.nanoTime();
    var sidecar = new Sidecar(builder);
    try {
      sidecar.open(begin);
      return sidecar;
    } catch (SidecarException | InterruptedException | RuntimeException e) {
      sidecar.close();
      throw e;
    }
  }

  private Sidecar(SidecarBuilder builder) throws SidecarException {
    this.options = builder.options;
    this.declared = List.copyOf(builder.components);
    this.forcedShutdown = builder.forcedShutdown;
    this.clock = builder.clock;
    ConfigurationResource configuration = configuration(options);
    var identity =
        new AppIdentity(options.appId(), options.environment().getOrDefault("NAMESPACE", ""));
    this.observability = observability(options, configuration, builder.clock);
    this.measured = Observability.measured(options, configuration);
    this.components =
        new Components(options, identity, configuration, observability, builder.clock);
    this.loops = EventLoops.ofProcessors();
    this.doors = new Doors(options, loops, filters(options, configuration, observability));
    this.app = AppConnection.of(options, loops, observability);
    this.peers =
        new PeerConnections(
            loops,
            clamp(options.servers().maxBodySize()),
            clamp(options.servers().readBufferSize() << 10));
    this.outside = new HttpEndpointClient(loops, clamp(options.servers().readBufferSize()));
    this.invocation = new Invocation(options, identity, configuration, components, observability);
    this.metadata =
        new MetadataBlock(
            List.of(
                new RuntimeMetadata(
                    options, configuration, Version.current(), components.manager()::components)));
    this.resources =
        new Resources(options, configuration, components.manager(), observability, onChange());
  }

  private static int clamp(long bytes) {
    return Math.clamp(bytes, 0, Integer.MAX_VALUE);
  }

  /** Every building block is one line here. */
  private List<BuildingBlock> blocks(InvokeBlock invoke) {
    return List.of(
        new StateBlock(components.stateStores(), options.appId()),
        invoke,
        metadata,
        new HealthBlock(all, outbound, options.appId()),
        new ShutdownBlock(shutdownSwitch(forcedShutdown)));
  }

  private InvokeBlock invoke(ResourceSet found) throws SidecarException, InterruptedException {
    return invocation.block(
        app == null ? null : app.channel(),
        new GrpcPeerChannel(peers),
        outside,
        components.endpoints(found.of(ResourceKinds.HTTP_ENDPOINT)),
        guards,
        doors::internalPort);
  }

  private static ConfigurationResource configuration(SidecarOptions options)
      throws SidecarException {
    try {
      return new ConfigurationLoader(options.environment()::get)
          .load(options.resources().configurations());
    } catch (ResourceLoadException e) {
      throw new SidecarException("error loading configuration: " + e.getMessage(), e);
    }
  }

  private static Observability observability(
      SidecarOptions options, ConfigurationResource configuration, InstantSource clock)
      throws SidecarException {
    try {
      return Observability.of(options, configuration, clock);
    } catch (IllegalArgumentException e) {
      throw new SidecarException("error in configuration: " + e.getMessage(), e);
    }
  }

  private static StandardFilters.Options filters(
      SidecarOptions options, ConfigurationResource configuration, Observability observability) {
    return new StandardFilters.Options(
        observability.traces().tracer(),
        options.appId(),
        observability.servers(),
        String.join(",", options.servers().allowedOrigins()),
        access(configuration),
        ApiToken.of(options.environment().getOrDefault("DAPR_API_TOKEN", "")),
        List.of(),
        observability.apiLog(),
        System::nanoTime);
  }

  private static ApiAccessRules access(ConfigurationResource configuration) {
    return new ApiAccessRules(
        configuration.api().allowed().stream()
            .map(rule -> new ApiAccessRule(rule.name(), rule.version(), rule.protocol()))
            .toList(),
        configuration.api().denied().stream()
            .map(rule -> new ApiAccessRule(rule.name(), rule.version(), rule.protocol()))
            .toList());
  }

  private void open(long begin) throws SidecarException, InterruptedException {
    LOG.info("{} mode configured", options.mode());
    LOG.info("app id: {}", options.appId());
    if (measured) {
      doors.openMetrics(() -> components.offload().call(observability.registry()::text));
    }
    ResourceSet found = resources.load(declared);
    all.set(COMPONENTS, true);
    outbound.set(COMPONENTS, true);
    guards.replace(found.of(ResourceKinds.RESILIENCY));
    InvokeBlock invoke = invoke(found);
    doors.open(
        new Doors.Apis(
            blocks(invoke),
            invoke.everythingElse(),
            invoke.internalServer(),
            invoke.director(),
            new Hops(app == null ? null : app.grpc(), peers)));
    invocation.announce(doors.httpPort(), doors.internalPort(), clock);
    all.set(SERVERS, true);
    outbound.set(SERVERS, true);
    if (options.app().port().isEmpty()) {
      ready(begin);
    } else {
      appWaiter = Thread.ofPlatform().daemon().name("app-waiter").start(() -> awaitApp(begin));
    }
  }

  private HotReload.Listener onChange() {
    return new HotReload.Listener() {
      @Override
      public void restartNeeded(String kind, String name) {
        LOG.info("{} {} has changed: the runtime starts anew", kind, name);
        stop.complete(StopReason.RELOAD);
      }

      @Override
      public void failed(Exception cause) {
        stop.completeExceptionally(cause);
      }
    };
  }

  private void awaitApp(long begin) {
    try {
      AppPort.await(options.app());
      if (app != null) {
        app.listening();
      }
      ready(begin);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ready(long begin) {
    all.set(APP, true);
    LOG.info(
        "dapr initialized. Status: Running. Init Elapsed {}ms",
        Duration.ofNanos(System.nanoTime() - begin).toMillis());
  }

  private ShutdownSwitch shutdownSwitch(@Nullable Runnable exit) {
    return new ShutdownSwitch() {
      @Override
      public void graceful() {
        stop.complete(StopReason.SHUTDOWN);
      }

      @Override
      public void forced() {
        if (exit == null) {
          graceful();
        } else {
          exit.run();
        }
      }
    };
  }

  /**
   * @return the port of the HTTP API; 0 on a Unix domain socket
   */
  public int httpPort() {
    return doors.httpPort();
  }

  /**
   * @return the port of the gRPC API; 0 on a Unix domain socket
   */
  public int grpcPort() {
    return doors.grpcPort();
  }

  /**
   * @return the port of the metrics endpoint; 0 if there is none
   */
  public int metricsPort() {
    return doors.metricsPort();
  }

  /**
   * Adds an attribute to what the metadata API shows, as a call of that API does.
   *
   * @param key of the attribute
   * @param value in place of an earlier one
   */
  public void annotate(String key, String value) {
    metadata.set(key, value);
  }

  /**
   * Waits until somebody asks the sidecar to stop, through the API or {@link #requestStop}. It
   * still serves then.
   *
   * @return why it is to stop
   * @throws SidecarException if it cannot go on, because a component failed that must not
   * @throws InterruptedException if the caller is interrupted
   */
  public StopReason awaitStop() throws SidecarException, InterruptedException {
    try {
      return stop.get();
    } catch (ExecutionException e) {
      throw new SidecarException(
          String.valueOf(Objects.requireNonNull(e.getCause()).getMessage()), e.getCause());
    }
  }

  /** Lets {@link #awaitStop} return. */
  public void requestStop() {
    stop.complete(StopReason.SHUTDOWN);
  }

  /**
   * Stops accepting, finishes the calls in flight within the time of grace, closes the components.
   * Idempotent.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    LOG.info("Dapr is shutting down");
    stop.complete(StopReason.SHUTDOWN);
    resources.close();
    if (appWaiter != null) {
      appWaiter.interrupt();
    }
    // Nobody new finds the way here while what is under way comes to its end.
    invocation.close();
    doors.close(options.shutdown().grace());
    closeConnections();
    components.close();
    observability.traces().close();
    loops.close();
    LOG.info("Dapr runtime stopped");
  }

  private void closeConnections() {
    if (app != null) {
      app.close();
    }
    peers.close();
    outside.close();
  }
}
