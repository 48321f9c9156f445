package dev.mecha.runtime;

import dev.mecha.block.health.HealthBlock;
import dev.mecha.block.metadata.MetadataBlock;
import dev.mecha.block.shutdown.ShutdownBlock;
import dev.mecha.block.shutdown.ShutdownSwitch;
import dev.mecha.block.state.StateBlock;
import dev.mecha.kernel.AppIdentity;
import dev.mecha.kernel.filter.StandardFilters;
import dev.mecha.kernel.health.Readiness;
import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.registry.ComponentFailedException;
import dev.mecha.kernel.registry.HotReload;
import dev.mecha.kernel.resource.ComponentResource;
import dev.mecha.kernel.resource.ResourceKinds;
import dev.mecha.kernel.resource.ResourceLoadException;
import dev.mecha.kernel.resource.ResourceLoader;
import dev.mecha.kernel.resource.ResourceSet;
import dev.mecha.kernel.resource.configuration.ConfigurationLoader;
import dev.mecha.kernel.resource.configuration.ConfigurationResource;
import dev.mecha.kernel.resource.configuration.Features;
import dev.mecha.kernel.security.ApiAccessRule;
import dev.mecha.kernel.security.ApiAccessRules;
import dev.mecha.kernel.security.ApiToken;
import dev.mecha.runtime.options.SidecarOptions;
import dev.mecha.transport.thread.EventLoops;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
  private final List<BuildingBlock> blocks;
  private final Observability observability;
  private final boolean measured;
  private final List<ComponentResource> declared;
  private final boolean reloads;
  private @Nullable HotReload hotReload;
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
    ConfigurationResource configuration = configuration(options);
    var identity =
        new AppIdentity(options.appId(), options.environment().getOrDefault("NAMESPACE", ""));
    this.observability = observability(options, configuration, builder.clock);
    this.measured = Observability.measured(options, configuration);
    this.components =
        new Components(options, identity, configuration, observability, builder.clock);
    this.loops = EventLoops.ofProcessors();
    this.doors = new Doors(options, loops, filters(options, configuration, observability));
    this.metadata =
        new MetadataBlock(
            List.of(
                new RuntimeMetadata(
                    options, configuration, Version.current(), components.manager()::components)));
    this.blocks = blocks(builder);
    this.reloads =
        configuration.features().enabled(Features.HOT_RELOAD)
            && !options.resources().paths().isEmpty();
  }

  /** Every building block is one line here. */
  private List<BuildingBlock> blocks(SidecarBuilder builder) {
    return List.of(
        new StateBlock(components.stateStores(), options.appId()),
        metadata,
        new HealthBlock(all, outbound, options.appId()),
        new ShutdownBlock(shutdownSwitch(builder.forcedShutdown)));
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
    loadComponents();
    all.set(COMPONENTS, true);
    outbound.set(COMPONENTS, true);
    doors.open(blocks);
    all.set(SERVERS, true);
    outbound.set(SERVERS, true);
    if (options.app().port().isEmpty()) {
      ready(begin);
    } else {
      appWaiter = Thread.ofPlatform().daemon().name("app-waiter").start(() -> awaitApp(begin));
    }
  }

  private void loadComponents() throws SidecarException, InterruptedException {
    var loader =
        new ResourceLoader(
            options.resources().paths(),
            options.appId(),
            options.environment().getOrDefault("NAMESPACE", ""),
            ResourceKinds.all());
    if (reloads) {
      hotReload =
          new HotReload(
              loader,
              components.manager(),
              onChange(),
              HotReload.DEFAULT_QUIET_TIME,
              options.resources().reconcileInterval());
      hotReload.watch();
    }
    try {
      ResourceSet resources = loader.load();
      var found = new ArrayList<>(declared);
      found.addAll(resources.of(ResourceKinds.COMPONENT));
      found.forEach(component -> observability.runtime().componentLoaded());
      components.manager().load(found);
      if (hotReload != null) {
        hotReload.start(resources);
      }
    } catch (ResourceLoadException | ComponentFailedException e) {
      throw new SidecarException("failed to load components: " + e.getMessage(), e);
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
    if (hotReload != null) {
      hotReload.close();
    }
    if (appWaiter != null) {
      appWaiter.interrupt();
    }
    doors.close(options.shutdown().grace());
    components.close();
    observability.traces().close();
    loops.close();
    LOG.info("Dapr runtime stopped");
  }
}
