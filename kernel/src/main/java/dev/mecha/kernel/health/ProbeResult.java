package dev.mecha.kernel.health;

/**
 * What a probe of the application found.
 *
 * @param healthy whether it is well
 * @param reason why not, for the log; empty if it is
 */
public record ProbeResult(boolean healthy, String reason) {

  /** It is well. */
  public static final ProbeResult HEALTHY = new ProbeResult(true, "");

  /**
   * It is not.
   *
   * @param reason why, for the log
   * @return the result
   */
  public static ProbeResult unhealthy(String reason) {
    return new ProbeResult(false, reason);
  }
}
