package dev.mecha.runtime.options;

/**
 * The metrics endpoint.
 *
 * @param enabled whether there is one
 * @param port where it listens; 0 for a free port
 * @param listenAddress its host
 */
public record MetricsOptions(boolean enabled, int port, String listenAddress) {

  /**
   * @return the peer's defaults
   */
  public static MetricsOptions defaults() {
    return new MetricsOptions(true, 9090, "0.0.0.0");
  }
}
