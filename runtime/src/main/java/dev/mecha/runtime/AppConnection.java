package dev.mecha.runtime;

import dev.mecha.block.appconfig.AppConfigQuestion;
import dev.mecha.kernel.channel.AppCallbacks;
import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.channel.GatedAppChannel;
import dev.mecha.kernel.health.AppHealthMonitor;
import dev.mecha.kernel.health.AppHealthOptions;
import dev.mecha.kernel.health.Probe;
import dev.mecha.kernel.middleware.MiddlewareAppChannel;
import dev.mecha.kernel.middleware.MiddlewarePipeline;
import dev.mecha.kernel.observe.AppHealthMetrics;
import dev.mecha.kernel.observe.GrpcClientMetrics;
import dev.mecha.kernel.observe.HttpClientMetrics;
import dev.mecha.kernel.observe.MeasuredAppChannel;
import dev.mecha.kernel.observe.ServerMetrics;
import dev.mecha.kernel.surround.Surroundings;
import dev.mecha.runtime.options.AppOptions;
import dev.mecha.runtime.options.SidecarOptions;
import dev.mecha.spi.time.Time;
import dev.mecha.transport.app.AppToken;
import dev.mecha.transport.app.ConcurrencyLimit;
import dev.mecha.transport.app.GrpcAppCallbacks;
import dev.mecha.transport.app.GrpcAppChannel;
import dev.mecha.transport.app.GrpcAppConnection;
import dev.mecha.transport.app.GrpcHealthProbe;
import dev.mecha.transport.app.HttpAppChannel;
import dev.mecha.transport.app.HttpAppSettings;
import dev.mecha.transport.app.HttpHealthProbe;
import dev.mecha.transport.thread.EventLoops;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to the application, as flags describe it: what it speaks, how much of it, how it is. */
final class AppConnection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");

  /** How long the first probe of an application is waited for that was well. */
  private static final Duration FIRST_PROBE = Duration.ofSeconds(2);

  private final AutoCloseable connection;
  private final @Nullable GrpcAppConnection grpc;
  private final AppChannel channel;
  private final @Nullable AppCallbacks callbacks;
  private final @Nullable AppHealthMonitor health;
  private final CountDownLatch well = new CountDownLatch(1);

  /** Of an application that is not probed. */
  private final List<AppHealthMonitor.Listener> followers = new ArrayList<>();

  /**
   * @param time by which it is asked how it is
   * @return null if there is no application to call
   */
  static @Nullable AppConnection of(
      SidecarOptions options,
      House house,
      MiddlewarePipeline pipeline,
      Observability observability,
      Surroundings surroundings,
      Time time) {
    return options.app().port().isEmpty()
        ? null
        : new AppConnection(options, house, pipeline, observability, surroundings, time);
  }

  private AppConnection(
      SidecarOptions options,
      House house,
      MiddlewarePipeline pipeline,
      Observability observability,
      Surroundings surroundings,
      Time time) {
    AppOptions app = options.app();
    EventLoops loops = house.loops();
    var metrics = new AppHealthMetrics(observability.registry(), observability.latencies());
    AppChannel direct;
    Probe probe;
    if (app.protocol().startsWith("grpc")) {
      var connected = new GrpcAppConnection(loops, grpc(options), passedOn(observability));
      this.grpc = connected;
      this.connection = connected;
      direct = new GrpcAppChannel(connected);
      this.callbacks =
          surroundings.app(ConcurrencyLimit.of(new GrpcAppCallbacks(connected), house.appCalls()));
      probe = new GrpcHealthProbe(connected, metrics);
    } else {
      var connected = new HttpAppChannel(loops, http(options));
      this.grpc = null;
      this.callbacks = null;
      this.connection = connected;
      direct = MiddlewareAppChannel.of(measured(connected, observability), pipeline);
      probe = new HttpHealthProbe(connected, app.healthCheckPath(), metrics);
    }
    AppChannel limited = surroundings.app(ConcurrencyLimit.of(direct, house.appCalls()));
    if (app.healthCheck()) {
      AppHealthMonitor monitor =
          new AppHealthMonitor(probes(app), probe, time::nanoTime, time::sleep)
              .onChange(
                  healthy -> {
                    if (healthy) {
                      well.countDown();
                    }
                  });
      this.health = monitor;
      this.channel = new GatedAppChannel(limited, monitor::healthy);
    } else {
      this.health = null;
      this.channel = limited;
    }
    follow(firstQuestion(options));
  }

  /** What the application wants is asked before anything is brought to it. */
  private AppHealthMonitor.Listener firstQuestion(SidecarOptions options) {
    if (options.app().unasked().contains(AppOptions.CONFIG)) {
      var skipped = new AtomicBoolean();
      return up -> {
        if (up && skipped.compareAndSet(false, true)) {
          LOG.warn(
              "Skipping programmatic dapr configuration loading (see 'disable-init-endpoints'"
                  + " flag/annotation)");
        }
      };
    }
    var question = new AppConfigQuestion(grpc == null ? channel : null, options.appId());
    return up -> {
      if (up) {
        question.ask();
      }
    };
  }

  private static @Nullable GrpcClientMetrics passedOn(Observability observability) {
    ServerMetrics servers = observability.servers();
    return servers == null ? null : servers.passedOn();
  }

  private static AppChannel measured(AppChannel channel, Observability observability) {
    HttpClientMetrics metrics = observability.application();
    return metrics == null ? channel : new MeasuredAppChannel(channel, metrics, System::nanoTime);
  }

  private static AppHealthOptions probes(AppOptions app) {
    return new AppHealthOptions(
        app.healthProbeInterval(), app.healthProbeTimeout(), app.healthThreshold());
  }

  private static HttpAppSettings http(SidecarOptions options) {
    AppOptions app = options.app();
    return new HttpAppSettings(
        app.channelAddress(),
        app.port().orElseThrow(),
        HttpAppSettings.Protocol.valueOf(app.protocol().toUpperCase(Locale.ROOT)),
        token(options),
        Math.clamp(options.servers().readBufferSize(), 1, Integer.MAX_VALUE));
  }

  private static GrpcAppConnection.Settings grpc(SidecarOptions options) {
    AppOptions app = options.app();
    return new GrpcAppConnection.Settings(
        app.channelAddress(),
        app.port().orElseThrow(),
        app.protocol().equals("grpcs"),
        token(options),
        Math.clamp(options.servers().maxBodySize(), 0, Integer.MAX_VALUE));
  }

  private static AppToken token(SidecarOptions options) {
    return AppToken.of(options.environment().getOrDefault("APP_API_TOKEN", ""));
  }

  /** Over gRPC; null if the application speaks something else. */
  @Nullable GrpcAppConnection grpc() {
    return grpc;
  }

  AppChannel channel() {
    return channel;
  }

  /** The callbacks over gRPC; null if the application speaks something else. */
  @Nullable AppCallbacks callbacks() {
    return callbacks;
  }

  /** Before the application listens: adds who is told when it can be called, and when not. */
  void follow(AppHealthMonitor.Listener follower) {
    if (health == null) {
      followers.add(follower);
    } else {
      health.onChange(follower);
    }
  }

  /**
   * The application listens: it is asked from now on how it is. Returns when it has said so once,
   * so that a sidecar that is ready has an application that can be called. One that is not probed
   * is well.
   */
  void listening() throws InterruptedException {
    if (health != null) {
      health.start();
      health.awaitFirst();
    }
    for (AppHealthMonitor.Listener follower : followers) {
      follower.changed(true);
    }
  }

  /**
   * The application listens already, since this takes the place of another connection to it. If it
   * was well, returns when it is known to be, so that no call is refused in between.
   */
  void listening(AppConnection predecessor) throws InterruptedException {
    listening();
    if (health != null && predecessor.health != null && predecessor.health.healthy()) {
      boolean known = well.await(FIRST_PROBE.toMillis(), TimeUnit.MILLISECONDS);
      LOG.debug("The application is well: {}", known);
    }
  }

  /**
   * Waits until the application is unwell: at once if it does not listen yet, never if it is not
   * asked.
   *
   * @param time how long at most
   * @return whether it is unwell
   * @throws InterruptedException if the caller was interrupted
   */
  boolean awaitUnwell(Duration time) throws InterruptedException {
    return health == null ? Ending.AppWait.NOBODY.awaitUnwell(time) : health.awaitUnhealthy(time);
  }

  @Override
  public void close() {
    if (health != null) {
      health.close();
    }
    try {
      connection.close();
    } catch (Exception e) {
      throw new IllegalStateException(e); // neither of them fails
    }
  }
}
