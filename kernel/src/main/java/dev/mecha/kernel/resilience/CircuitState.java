package dev.mecha.kernel.resilience;

/** What a circuit breaker does now. */
public enum CircuitState {
  /** Lets everything through. */
  CLOSED("closed"),
  /** Lets a few probes through. */
  HALF_OPEN("half-open"),
  /** Lets nothing through. */
  OPEN("open");

  private final String label;

  CircuitState(String label) {
    this.label = label;
  }

  /**
   * @return as logs and metrics say it
   */
  public String label() {
    return label;
  }
}
