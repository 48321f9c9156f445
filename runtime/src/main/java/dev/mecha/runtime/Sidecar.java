package dev.mecha.runtime;

import dev.mecha.block.configuration.ConfigurationBlock;
import dev.mecha.block.conversation.ConversationBlock;
import dev.mecha.block.crypto.CryptoBlock;
import dev.mecha.block.health.HealthBlock;
import dev.mecha.block.invoke.InvokeBlock;
import dev.mecha.block.lock.LockBlock;
import dev.mecha.block.metadata.MetadataBlock;
import dev.mecha.block.shutdown.ShutdownBlock;
import dev.mecha.block.shutdown.ShutdownSwitch;
import dev.mecha.block.state.StateBlock;
import dev.mecha.kernel.AppIdentity;
import dev.mecha.kernel.filter.StandardFilters;
import dev.mecha.kernel.health.Readiness;
import dev.mecha.kernel.observe.ResiliencyMetrics;
import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.registry.HotReload;
import dev.mecha.kernel.resilience.Guards;
import dev.mecha.kernel.resilience.SystemTiming;
import dev.mecha.kernel.resource.ComponentResource;
import dev.mecha.kernel.resource.HttpEndpointResource;
import dev.mecha.kernel.resource.ResiliencyResource;
import dev.mecha.kernel.resource.ResourceKinds;
import dev.mecha.kernel.resource.ResourceLoadException;
import dev.mecha.kernel.resource.ResourceSet;
import dev.mecha.kernel.resource.configuration.ConfigurationLoader;
import dev.mecha.kernel.resource.configuration.ConfigurationResource;
import dev.mecha.runtime.options.SidecarOptions;
import dev.mecha.transport.app.HttpEndpointClient;
import dev.mecha.transport.peer.GrpcPeerChannel;
import dev.mecha.transport.peer.PeerConnections;
import dev.mecha.transport.thread.EventLoops;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
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
  private final SidecarBuilder builder;
  private final House house;
  private final InFlight inFlight = new InFlight();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Ending ending;
  private final Components components;
  private final Pipelines pipelines;
  private final Doors doors;
  private final MetadataBlock metadata;
  private final @Nullable AppConnection app;
  private final PeerConnections peers;
  private final HttpEndpointClient outside;
  private final Invocation invocation;
  private final Messaging messaging;
  private final Bindings bindings;
  private final Secrets secrets;
  private final ConfigurationBlock configurations;

  /** What surrounds calls of applications and components, for every building block. */
  private final Guards guards;

  private final @Nullable Runnable forcedShutdown;
  private final InstantSource clock;
  private final Observability observability;
  private final boolean measured;
  private final List<ComponentResource> declared;
  private final Resources resources;
  private final StandardFilters.Options filters;
  private @Nullable Sidecar predecessor;
  private @Nullable Thread appWaiter;

  /**
   * @param options everything that the sidecar is told
   * @return what can be set beyond that
   */
  public static SidecarBuilder builder(SidecarOptions options) {
    return new SidecarBuilder(options);
  }

  /**
   * Describes a sidecar for an application in this JVM, or beside it: on free ports of the loopback
   * interface, with the components that are added.
   *
   * @param appId the application's name, without dots
   * @return what can be said about it before it starts
   */
  public static SidecarBuilder builder(String appId) {
    return SidecarBuilder.embedded(appId);
  }

  /**
   * @param predecessor whose servers it takes over, or null
   */
  static Sidecar start(SidecarBuilder builder, @Nullable Sidecar predecessor)
      throws SidecarException, InterruptedException {
    long begin = System.nanoTime();
    var sidecar = new Sidecar(builder, predecessor);
    try {
      sidecar.open(begin);
      return sidecar;
    } catch (SidecarException | InterruptedException | RuntimeException e) {
      sidecar.giveUp();
      throw e;
    }
  }

  private Sidecar(SidecarBuilder builder, @Nullable Sidecar predecessor) throws SidecarException {
    this.builder = builder;
    this.options = builder.options;
    this.predecessor = predecessor;
    this.declared = List.copyOf(builder.components);
    this.forcedShutdown = builder.forcedShutdown;
    this.ending = new Ending(options.shutdown(), builder.overdue);
    this.clock = builder.clock;
    ConfigurationResource configuration = configuration(options);
    var identity =
        new AppIdentity(options.appId(), options.environment().getOrDefault("NAMESPACE", ""));
    this.observability = observability(options, configuration, builder.clock);
    this.measured = Observability.measured(options, configuration);
    this.guards =
        new Guards(
            new SystemTiming(), new Random(), new ResiliencyMetrics(observability.registry()));
    this.house = predecessor == null ? House.of(options) : predecessor.house;
    this.doors = house.doors();
    this.components =
        new Components(
            options, identity, configuration, observability, guards, house, builder.clock);
    this.pipelines = new Pipelines(configuration, components.middleware());
    this.filters = ApiFilters.of(options, configuration, observability, pipelines);
    EventLoops loops = house.loops();
    this.app = AppConnection.of(options, house, pipelines.app(), observability);
    this.peers =
        new PeerConnections(
            loops,
            clamp(options.servers().maxBodySize()),
            clamp(options.servers().readBufferSize() << 10));
    this.outside = new HttpEndpointClient(loops, clamp(options.servers().readBufferSize()));
    this.invocation =
        new Invocation(
            options,
            identity,
            configuration,
            components,
            observability,
            house,
            predecessor == null ? null : predecessor.invocation);
    this.messaging = new Messaging(options, components, observability, guards, app, clock);
    this.bindings =
        new Bindings(components, app, options.app().bindingOptionsTimeout(), guards, observability);
    this.secrets = new Secrets(configuration, components, observability);
    this.configurations =
        new ConfigurationBlock(
            components.configurationStores(),
            app == null ? null : app.channel(),
            guards,
            observability.components().configuration()::record);
    this.metadata =
        new MetadataBlock(
            List.of(
                new RuntimeMetadata(
                    options, configuration, Version.current(), components.manager()::components),
                new LoadedResources(guards, components.endpoints()),
                messaging));
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
        messaging.block(),
        bindings.block(),
        secrets.block(),
        new CryptoBlock(
            components.cryptoProviders(),
            observability.components().crypto()::record,
            house.offload()),
        new ConversationBlock(
            components.conversations(), observability.components().conversation()::record),
        configurations,
        new LockBlock(components.lockStores()),
        metadata,
        new HealthBlock(all, outbound, options.appId()),
        new ShutdownBlock(shutdownSwitch(forcedShutdown)));
  }

  private InvokeBlock invoke() {
    return invocation.block(
        app == null ? null : app.channel(),
        new GrpcPeerChannel(peers),
        outside,
        components.endpoints()::find,
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

  private void open(long begin) throws SidecarException, InterruptedException {
    LOG.info("{} mode configured", options.mode());
    LOG.info("app id: {}", options.appId());
    Sidecar before = predecessor;
    if (before == null) {
      showMetrics();
    }
    ResourceSet found = resources.load(declared);
    guards.replace(found.of(ResourceKinds.RESILIENCY));
    components.endpoints().replace(found.of(ResourceKinds.HTTP_ENDPOINT));
    pipelines.announce();
    secrets.announce();
    all.set(COMPONENTS, true);
    outbound.set(COMPONENTS, true);
    messaging.declare(found);
    if (before != null) {
      takeOver(before);
    }
    InvokeBlock invoke = invoke();
    doors.serve(
        new Apis(
            blocks(invoke),
            invoke.everythingElse(),
            invoke.internalServer(),
            invoke.director(),
            new Hops(app == null ? null : app.grpc(), peers),
            filters,
            inFlight));
    invocation.announce(
        doors.httpPort(), doors.internalPort(), clock, before == null ? null : before.invocation);
    all.set(SERVERS, true);
    outbound.set(SERVERS, true);
    if (options.app().port().isEmpty() || all.ready()) {
      ready(begin);
    } else {
      appWaiter = Thread.ofPlatform().daemon().name("app-waiter").start(() -> awaitApp(begin));
    }
    if (before != null) {
      showMetrics();
      predecessor = null;
      configurations.takeOver(before.configurations);
      before.retire();
    }
  }

  private void showMetrics() throws SidecarException, InterruptedException {
    if (measured) {
      doors.showMetrics(() -> house.offload().call(observability.registry()::text));
    }
  }

  /** What others know of the sidecar before stays true, so that nobody notices the change. */
  private void takeOver(Sidecar before) throws InterruptedException {
    before.metadata.attributes().forEach(metadata::set);
    all.set(SERVERS, true);
    outbound.set(SERVERS, true);
    if (app != null && before.app != null && before.all.ready()) {
      app.listening(before.app);
      all.set(APP, true);
    }
  }

  private HotReload.Listener onChange() {
    return new HotReload.Listener() {
      @Override
      public void restartNeeded() {
        house.requests().reload();
      }

      @Override
      public void policiesChanged(List<ResiliencyResource> inForce) {
        guards.replace(inForce);
      }

      @Override
      public void endpointsChanged(List<HttpEndpointResource> inForce) throws InterruptedException {
        try {
          components.endpoints().replace(inForce);
        } catch (SidecarException e) {
          LOG.error("The HTTP endpoints stay as they were: {}", e.getMessage());
        }
      }

      @Override
      public void found(ResourceSet resources) throws InterruptedException {
        messaging.declare(resources);
        components.endpoints().refresh();
      }

      @Override
      public void failed(Exception cause) {
        house.requests().fail(cause);
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
        house.requests().stop();
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
   * @return whether everything is up, the application included if it has a port: what the health
   *     endpoint tells
   */
  public boolean ready() {
    return all.ready();
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
   * Waits until somebody asks the sidecar to stop or to start anew, through the API, a resource
   * file or one of the methods below. It still serves then.
   *
   * @return what it was asked
   * @throws SidecarException if it cannot go on, because a component failed that must not
   * @throws InterruptedException if the caller is interrupted
   */
  public StopReason awaitStop() throws SidecarException, InterruptedException {
    return house.requests().await();
  }

  /** Lets {@link #awaitStop} return. */
  public void requestStop() {
    house.requests().stop();
  }

  /** Lets {@link #awaitStop} return, so that its caller may {@link #renew}. */
  public void requestReload() {
    house.requests().reload();
  }

  /**
   * Reads everything again and starts anew behind the same servers. No connection is lost: calls
   * that are under way end where they have begun, what comes later meets the new sidecar.
   *
   * @return the sidecar from now on: a new one, or this one as it was if the new one cannot start,
   *     which is said in the log
   * @throws InterruptedException if the caller is interrupted; this one goes on
   */
  public Sidecar renew() throws InterruptedException {
    LOG.info("Reloading: everything is read again");
    try {
      return start(builder, this);
    } catch (SidecarException e) {
      LOG.error("The runtime goes on as it was, since it cannot start anew: {}", e.getMessage());
      return this;
    }
  }

  /** Another one serves: ends what is only here, when the last call is over. */
  private void retire() {
    closed.set(true);
    resources.close();
    house.retires(this::endAfterLastCall);
  }

  private void endAfterLastCall() {
    messaging.close();
    configurations.close();
    bindings.close();
    try {
      if (!inFlight.awaitNone(house.loops(), options.shutdown().grace())) {
        LOG.warn("Calls that began before the reload have not ended, and break off");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeRooms();
  }

  /** What has not served yet leaves the servers to whoever has them. */
  private void giveUp() {
    if (predecessor == null) {
      close();
    } else if (closed.compareAndSet(false, true)) {
      resources.close();
      messaging.close();
      invocation.close();
      closeRooms();
    }
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
    house.requests().stop();
    bindings.close(); // what is served until the end is what others ask for
    if (outbound.ready()) {
      ending.goOnServing(
          app == null ? Ending.AppWait.NOBODY : app::awaitUnwell, messaging::takeNoMore);
    }
    LOG.info("Dapr is shutting down");
    ending.begin();
    resources.close();
    if (appWaiter != null) {
      appWaiter.interrupt();
    }
    // Nobody new finds the way here while what is under way comes to its end.
    messaging.close();
    configurations.close();
    invocation.close();
    doors.close(ending.grace());
    closeRooms();
    house.close();
    ending.close();
    LOG.info("Dapr runtime stopped");
  }

  private void closeRooms() {
    bindings.close();
    if (app != null) {
      app.close();
    }
    peers.close();
    outside.close();
    components.close();
    observability.traces().close();
  }
}
