package dev.mecha.kernel.resilience;

/** Nothing was tried: too much failed before, or the one probe that is allowed is under way. */
public final class CircuitOpenException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private CircuitOpenException(String message) {
    super(message);
  }

  /**
   * @return for a breaker that is open
   */
  public static CircuitOpenException open() {
    return new CircuitOpenException("circuit breaker is open");
  }

  /**
   * @return for a breaker that is half open and lets no more probes through
   */
  public static CircuitOpenException tooManyRequests() {
    return new CircuitOpenException("too many requests");
  }
}
