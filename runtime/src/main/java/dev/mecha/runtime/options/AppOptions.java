package dev.mecha.runtime.options;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Where the application is and how it is treated.
 *
 * @param port where it listens; empty for an application that is never called
 * @param protocol {@code http}, {@code https}, {@code h2c}, {@code grpc} or {@code grpcs}
 * @param channelAddress its host
 * @param maxConcurrency the most calls into it at once; 0 or less for no limit
 * @param healthCheck whether it is probed
 * @param healthCheckPath of HTTP probes
 * @param healthProbeInterval between probes
 * @param healthProbeTimeout of one probe; not above the interval
 * @param healthThreshold how many failures in a row make it unhealthy
 * @param bindingOptionsTimeout how long it may take to say which input bindings it wants
 * @param unasked what it is not asked at its start: {@code config}, {@code subscribe}
 */
public record AppOptions(
    OptionalInt port,
    String protocol,
    String channelAddress,
    int maxConcurrency,
    boolean healthCheck,
    String healthCheckPath,
    Duration healthProbeInterval,
    Duration healthProbeTimeout,
    int healthThreshold,
    Duration bindingOptionsTimeout,
    Set<String> unasked) {

  /** The application is not asked for its configuration. */
  public static final String CONFIG = "config";

  /** The application is not asked what topics it listens to. */
  public static final String SUBSCRIBE = "subscribe";

  /**
   * @return the peer's defaults: no application to call
   */
  public static AppOptions defaults() {
    return new AppOptions(
        OptionalInt.empty(),
        "http",
        "127.0.0.1",
        -1,
        false,
        "/healthz",
        Duration.ofSeconds(5),
        Duration.ofMillis(500),
        3,
        Duration.ofSeconds(3),
        Set.of());
  }

  /**
   * @param listensOn the application's port
   * @param speaks {@code http}, {@code https}, {@code h2c}, {@code grpc} or {@code grpcs}
   * @return the same for an application that is called
   */
  public AppOptions at(int listensOn, String speaks) {
    return new AppOptions(
        OptionalInt.of(listensOn),
        speaks,
        channelAddress,
        maxConcurrency,
        healthCheck,
        healthCheckPath,
        healthProbeInterval,
        healthProbeTimeout,
        healthThreshold,
        bindingOptionsTimeout,
        unasked);
  }
}
