package dev.mecha.runtime;

import dev.mecha.kernel.AppIdentity;
import dev.mecha.kernel.discovery.OffloadedResolver;
import dev.mecha.kernel.discovery.ServiceDiscovery;
import dev.mecha.kernel.discovery.StartingResolver;
import dev.mecha.kernel.registry.ComponentCatalog;
import dev.mecha.kernel.registry.ComponentKinds;
import dev.mecha.kernel.registry.ComponentListener;
import dev.mecha.kernel.registry.Offload;
import dev.mecha.runtime.options.SidecarOptions;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.nameresolution.NameResolver;
import dev.mecha.spi.nameresolution.ServiceInstance;
import dev.mecha.spi.time.Time;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this sidecar known to others and finds theirs. Starting takes place on a thread of its own,
 * so that a slow network or register holds nothing up but the calls that need it. A registration
 * that fails is tried again until it is there: the register may come later than the sidecar.
 */
final class NameResolution implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");

  /** What the peer's metrics call it. */
  private static final String METRIC_TYPE = "nameResolution";

  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private final NameResolverSpec spec;
  private final ComponentCatalog catalog;
  private final Offload offload;
  private final ComponentListener listener;
  private final Duration retry;
  private final StartingResolver resolver = new StartingResolver();
  private final ServiceDiscovery discovery = new ServiceDiscovery(resolver, System::nanoTime);
  private final CountDownLatch closing = new CountDownLatch(1);
  private @Nullable Thread starter;

  /**
   * @param spec which resolver, and what it is told
   * @param catalog what can be made
   * @param offload where a resolver runs that may hold its thread
   * @param listener hears if it fails
   */
  NameResolution(
      NameResolverSpec spec,
      ComponentCatalog catalog,
      Offload offload,
      ComponentListener listener) {
    this(spec, catalog, offload, listener, RETRY);
  }

  NameResolution(
      NameResolverSpec spec,
      ComponentCatalog catalog,
      Offload offload,
      ComponentListener listener,
      Duration retry) {
    this.spec = spec;
    this.catalog = catalog;
    this.offload = offload;
    this.listener = listener;
    this.retry = retry;
  }

  /**
   * How others are to find a sidecar.
   *
   * @param options what it is told
   * @param identity whose sidecar it is
   * @param httpPort of the HTTP API; 0 if there is none
   * @param internalPort for other sidecars
   * @return the instance, at a loopback address if others on this machine only can call it
   */
  static ServiceInstance instance(
      SidecarOptions options, AppIdentity identity, int httpPort, int internalPort) {
    String listens = options.servers().internalListenAddress();
    return new ServiceInstance(
        identity.appId(),
        identity.namespace(),
        LOOPBACK.contains(listens)
            ? listens.replaceAll("[\\[\\]]", "")
            : HostAddress.find(options.environment()),
        httpPort,
        options.app().port().orElse(0),
        internalPort);
  }

  /**
   * @param other what is wanted
   * @return whether this is it
   */
  boolean isOf(NameResolverSpec other) {
    return spec.equals(other);
  }

  /**
   * @return what finds the instances of applications; callers wait there until the start is over
   */
  ServiceDiscovery discovery() {
    return discovery;
  }

  /**
   * Starts the resolver and makes the instance known. Returns at once; to be called once.
   *
   * @param instance this sidecar, whose servers are up; asked for on the other thread, since
   *     finding the host's address takes its time
   * @param clock the resolver's time
   */
  void start(Supplier<ServiceInstance> instance, Time clock) {
    starter =
        Thread.ofPlatform()
            .daemon()
            .name("name-resolution")
            .start(() -> open(instance.get(), clock));
  }

  private void open(ServiceInstance instance, Time clock) {
    NameResolver made;
    try {
      made = create(instance, clock);
    } catch (InterruptedException e) {
      resolver.failed();
      return;
    } catch (RuntimeException | LinkageError e) { // a plug-in is foreign code
      failed("init", spec.failure("INIT_COMPONENT_FAILURE", e));
      resolver.failed();
      return;
    }
    if (made == null) {
      failed("creation", spec.unknown());
      resolver.failed();
    } else {
      resolver.started(OffloadedResolver.around(made, offload));
      register(made, instance);
    }
  }

  private @Nullable NameResolver create(ServiceInstance instance, Time clock)
      throws InterruptedException {
    ComponentProvider<?> provider =
        catalog.find(ComponentKinds.NAME_RESOLUTION, spec.type(), spec.version());
    if (provider == null) {
      return null;
    }
    // A driver may look for its parts through the thread: it must find its own, not the host's.
    Thread.currentThread().setContextClassLoader(provider.getClass().getClassLoader());
    return ComponentKinds.NAME_RESOLUTION
        .type()
        .cast(provider.create(spec.context(instance.appId(), instance.namespace(), clock)));
  }

  private void register(NameResolver made, ServiceInstance instance) {
    boolean reported = false;
    try {
      while (true) {
        try {
          made.register(instance);
          LOG.info("Initialized name resolution to {}", spec.component());
          return;
        } catch (ComponentException e) {
          if (!reported) {
            failed("init", spec.failure("INIT_COMPONENT_FAILURE", e));
            reported = true;
          }
        }
        if (closing.await(retry.toNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Closed before {} was registered", instance.appId());
    }
  }

  private void failed(String reason, String message) {
    LOG.error("{}", message);
    listener.failed(METRIC_TYPE, reason, spec.component());
  }

  /** Takes the registration back. Idempotent. */
  @Override
  public void close() {
    closing.countDown();
    Thread starting = starter;
    if (starting != null) {
      starting.interrupt();
      try {
        if (!starting.join(PATIENCE)) {
          LOG.warn("Name resolution {} is still starting; it is left behind", spec.component());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    resolver.close();
  }
}
