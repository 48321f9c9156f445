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
import dev.mecha.kernel.resilience.Guards;
import dev.mecha.kernel.resource.ComponentResource;
import dev.mecha.kernel.resource.ResourceKinds;
import dev.mecha.kernel.resource.ResourceLoadException;
import dev.mecha.kernel.resource.ResourceSet;
import dev.mecha.kernel.resource.configuration.ConfigurationLoader;
import dev.mecha.kernel.resource.configuration.ConfigurationResource;
import dev.mecha.kernel.surround.Surroundings;
import dev.mecha.runtime.options.SidecarOptions;
import dev.mecha.spi.time.Time;
import dev.mecha.transport.app.HttpEndpointClient;
import dev.mecha.transport.peer.GrpcPeerChannel;
import dev.mecha.transport.peer.PeerConnections;
import dev.mecha.transport.thread.EventLoops;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The composition root: makes what one generation of a sidecar consists of, in the order in which
 * the parts need each other, and closes it. A reload makes another one; the {@link House} stays.
 * When what happens is {@link Sidecar}'s.
 */
final class Composition {

  private final SidecarOptions options;
  private final House house;
  private final Components components;
  private final Pipelines pipelines;
  private final @Nullable AppConnection app;
  private final PeerConnections peers;
  private final HttpEndpointClient outside;
  private final Invocation invocation;
  private final Messaging messaging;
  private final Bindings bindings;
  private final Secrets secrets;
  private final ConfigurationBlock configurations;
  private final MetadataBlock metadata;

  /** What surrounds calls of applications and components, for every building block. */
  private final Guards guards;

  private final Surroundings surroundings;
  private final Observability observability;
  private final boolean measured;
  private final Resources resources;
  private final StandardFilters.Options filters;

  /**
   * Makes the parts; none of them has started.
   *
   * @param surroundings what a test puts around everything
   * @param clock by which everything expires, is due and is tried again
   * @param before the generation in whose place this one comes, or null
   * @throws SidecarException if the configuration cannot be read, or is wrong
   */
  Composition(
      SidecarOptions options,
      Surroundings surroundings,
      Time clock,
      House house,
      @Nullable Composition before)
      throws SidecarException {
    this.options = options;
    this.house = house;
    this.surroundings = surroundings;
    ConfigurationResource configuration = configuration(options);
    var identity =
        new AppIdentity(options.appId(), options.environment().getOrDefault("NAMESPACE", ""));
    this.observability = observability(options, configuration, clock);
    this.measured = Observability.measured(options, configuration);
    this.guards = new Guards(clock, new Random(), new ResiliencyMetrics(observability.registry()));
    this.components =
        new Components(
            options, identity, configuration, observability, guards, house, surroundings, clock);
    this.pipelines = new Pipelines(configuration, components.middleware());
    this.filters = ApiFilters.of(options, configuration, observability, pipelines);
    EventLoops loops = house.loops();
    this.app =
        AppConnection.of(options, house, pipelines.app(), observability, surroundings, clock);
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
            before == null ? null : before.invocation);
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
        new Resources(
            options,
            configuration,
            components.manager(),
            observability,
            new ResourceChanges(guards, components.endpoints(), messaging, house.requests()));
  }

  private static int clamp(long bytes) {
    return Math.clamp(bytes, 0, Integer.MAX_VALUE);
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
      SidecarOptions options, ConfigurationResource configuration, Time clock)
      throws SidecarException {
    try {
      return Observability.of(options, configuration, clock);
    } catch (IllegalArgumentException e) {
      throw new SidecarException("error in configuration: " + e.getMessage(), e);
    }
  }

  /**
   * Reads the resources and makes the components.
   *
   * @param declared components that are in no file
   * @throws SidecarException if a file cannot be read, or a component fails that must not
   */
  void load(List<ComponentResource> declared) throws SidecarException, InterruptedException {
    house.doors().reserve();
    ResourceSet found = resources.load(declared);
    guards.replace(found.of(ResourceKinds.RESILIENCY));
    components.endpoints().replace(found.of(ResourceKinds.HTTP_ENDPOINT));
    pipelines.announce();
    secrets.announce();
    messaging.declare(found);
  }

  /**
   * Opens the servers, or puts these APIs behind those that are open, and announces the application
   * to its peers.
   *
   * @param all what has to be up before the sidecar is ready
   * @param outbound what has to be up before the application may call
   * @param shutdown what the shutdown API does
   * @param inFlight counts the calls
   * @param before the generation that has served until now, or null
   */
  void serve(
      Readiness all,
      Readiness outbound,
      ShutdownSwitch shutdown,
      InFlight inFlight,
      @Nullable Composition before)
      throws SidecarException, InterruptedException {
    Doors doors = house.doors();
    InvokeBlock invoke =
        invocation.block(
            app == null ? null : app.channel(),
            surroundings.peers(new GrpcPeerChannel(peers)),
            outside,
            components.endpoints()::find,
            guards,
            doors::internalPort);
    doors.serve(
        new Apis(
            blocks(invoke, new HealthBlock(all, outbound, options.appId()), shutdown),
            invoke.everythingElse(),
            invoke.internalServer(),
            invoke.director(),
            new Hops(app == null ? null : app.grpc(), peers),
            filters,
            inFlight,
            surroundings));
    invocation.announce(
        doors.httpPort(), doors.internalPort(), before == null ? null : before.invocation);
  }

  /** Every building block is one line here. */
  private List<BuildingBlock> blocks(
      InvokeBlock invoke, HealthBlock health, ShutdownSwitch shutdown) {
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
        health,
        new ShutdownBlock(shutdown));
  }

  /** The way to the application; null if there is none. */
  @Nullable AppConnection app() {
    return app;
  }

  MetadataBlock metadata() {
    return metadata;
  }

  /** Shows the metrics of this generation from now on, if any are to be shown. */
  void showMetrics() throws SidecarException, InterruptedException {
    if (measured) {
      house.doors().showMetrics(() -> house.offload().call(observability.registry()::text));
    }
  }

  /** Goes on with the subscriptions of configuration that callers have open. */
  void takeSubscriptions(Composition before) throws InterruptedException {
    configurations.takeOver(before.configurations);
  }

  /** Brings the application nothing further; events of bindings that it has are waited for. */
  void takeNoMore() {
    messaging.takeNoMore();
    bindings.close();
  }

  /** Follows the resource files no longer. */
  void closeResources() {
    resources.close();
  }

  /** Ends what brings something to the application, all at once: each waits for what it has. */
  void closeDeliveries() {
    Thread inputs = Thread.ofVirtual().name("bindings-end").start(bindings::close);
    messaging.close();
    configurations.close();
    try {
      inputs.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Leaves the names under which peers find the application. */
  void closeInvocation() {
    invocation.close();
  }

  /** Ends what is left, when no call is under way any more. */
  void close() {
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
