package dev.mecha.runtime;

import dev.mecha.kernel.health.Readiness;
import dev.mecha.kernel.resource.ComponentResource;
import dev.mecha.runtime.options.SidecarOptions;
import dev.mecha.transport.grpc.InProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running sidecar: when what it consists of, its {@link Composition}, starts, gives its place to
 * another and ends. {@link #builder} takes everything apart that can differ.
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
  private final Composition composition;
  private final InFlight inFlight = new InFlight();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Ending ending;
  private final List<ComponentResource> declared;
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
    this.ending = new Ending(options.shutdown(), builder.overdue);
    this.house = predecessor == null ? House.of(options) : predecessor.house;
    this.composition =
        new Composition(
            options,
            builder.surroundings,
            builder.clock,
            house,
            predecessor == null ? null : predecessor.composition);
  }

  private void open(long begin) throws SidecarException, InterruptedException {
    LOG.info("{} mode configured", options.mode());
    LOG.info("app id: {}", options.appId());
    Sidecar before = predecessor;
    if (before == null) {
      composition.showMetrics();
    }
    composition.load(declared);
    all.set(COMPONENTS, true);
    outbound.set(COMPONENTS, true);
    if (before != null) {
      takeOver(before);
    }
    composition.serve(
        all,
        outbound,
        new ShutdownApi(house.requests(), builder.forcedShutdown),
        inFlight,
        before == null ? null : before.composition);
    all.set(SERVERS, true);
    outbound.set(SERVERS, true);
    if (options.app().port().isEmpty() || all.ready()) {
      ready(begin);
    } else {
      appWaiter = Thread.ofPlatform().daemon().name("app-waiter").start(() -> awaitApp(begin));
    }
    if (before != null) {
      composition.showMetrics();
      predecessor = null;
      composition.takeSubscriptions(before.composition);
      before.retire();
    }
  }

  /** What others know of the sidecar before stays true, so that nobody notices the change. */
  private void takeOver(Sidecar before) throws InterruptedException {
    before.composition.metadata().attributes().forEach(composition.metadata()::set);
    all.set(SERVERS, true);
    outbound.set(SERVERS, true);
    AppConnection app = composition.app();
    AppConnection appBefore = before.composition.app();
    if (app != null && appBefore != null && before.all.ready()) {
      app.listening(appBefore);
      all.set(APP, true);
    }
  }

  private void awaitApp(long begin) {
    try {
      AppPort.await(options.app());
      AppConnection app = composition.app();
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

  /**
   * @return the port of the HTTP API; 0 on a Unix domain socket
   */
  public int httpPort() {
    return house.doors().httpPort();
  }

  /**
   * @return the port of the gRPC API; 0 on a Unix domain socket
   */
  public int grpcPort() {
    return house.doors().grpcPort();
  }

  /**
   * @return the gRPC API for callers in this JVM, without a socket; also after {@link #renew}
   */
  public InProcess inProcess() {
    return house.doors().inProcess();
  }

  /**
   * @return the port of the metrics endpoint; 0 if there is none
   */
  public int metricsPort() {
    return house.doors().metricsPort();
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
    composition.metadata().set(key, value);
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
    composition.closeResources();
    house.retires(this::endAfterLastCall);
  }

  private void endAfterLastCall() {
    composition.closeDeliveries();
    try {
      if (!inFlight.awaitNone(house.loops(), options.shutdown().grace())) {
        LOG.warn("Calls that began before the reload have not ended, and break off");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    composition.close();
  }

  /** What has not served yet leaves the servers to whoever has them. */
  private void giveUp() {
    if (predecessor == null) {
      close();
    } else if (closed.compareAndSet(false, true)) {
      composition.closeResources();
      composition.closeDeliveries();
      composition.closeInvocation();
      composition.close();
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
    if (outbound.ready()) {
      AppConnection app = composition.app();
      ending.goOnServing(
          app == null ? Ending.AppWait.NOBODY : app::awaitUnwell, composition::takeNoMore);
    }
    LOG.info("Dapr is shutting down");
    ending.begin();
    composition.closeResources();
    if (appWaiter != null) {
      appWaiter.interrupt();
    }
    // Nobody new finds the way here while what is under way comes to its end.
    composition.closeDeliveries();
    composition.closeInvocation();
    house.doors().close(ending.grace());
    composition.close();
    house.close();
    ending.close();
    LOG.info("Dapr runtime stopped");
  }
}
