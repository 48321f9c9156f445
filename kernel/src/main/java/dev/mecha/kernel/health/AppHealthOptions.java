package dev.mecha.kernel.health;

import java.time.Duration;

/**
 * How the application is probed.
 *
 * @param interval from the beginning of one probe to that of the next
 * @param timeout how long an answer may take; at most the interval
 * @param threshold how many failures in a row make it unwell; at least 1
 */
public record AppHealthOptions(Duration interval, Duration timeout, int threshold) {

  /** What is done when no flag is given. */
  public static final AppHealthOptions DEFAULTS =
      new AppHealthOptions(Duration.ofSeconds(5), Duration.ofMillis(500), 3);

  /** Checks the ranges. */
  public AppHealthOptions {
    if (!interval.isPositive()) {
      throw new IllegalArgumentException("probe interval must be larger than 0");
    }
    if (timeout.compareTo(interval) > 0) {
      throw new IllegalArgumentException(
          "app health checks probe timeouts must be smaller than probe intervals");
    }
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("timeout: " + timeout + " (expected: > 0)");
    }
    if (threshold < 1) {
      throw new IllegalArgumentException("threshold: " + threshold + " (expected: >= 1)");
    }
  }
}
