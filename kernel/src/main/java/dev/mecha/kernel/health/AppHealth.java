package dev.mecha.kernel.health;

/**
 * Whether the application is well, as its probes tell. It is unwell until the first of them
 * succeeds, and again when several in a row have failed; one success is enough to be well. For use
 * by one thread, except for {@link #healthy}.
 */
public final class AppHealth {

  private final int threshold;
  private int failures;
  private volatile boolean healthy;

  /**
   * @param threshold how many failures in a row make it unwell; at least 1
   */
  public AppHealth(int threshold) {
    if (threshold < 1) {
      throw new IllegalArgumentException("threshold: " + threshold + " (expected: >= 1)");
    }
    this.threshold = threshold;
  }

  /**
   * Takes the result of a probe in.
   *
   * @param success whether the application was well
   * @return whether {@link #healthy} has changed by it
   */
  public boolean probed(boolean success) {
    boolean before = healthy;
    if (success) {
      failures = 0;
      healthy = true;
    } else if (before && ++failures >= threshold) {
      healthy = false;
    }
    return healthy != before;
  }

  /**
   * @return whether the application is well; any thread
   */
  public boolean healthy() {
    return healthy;
  }
}
