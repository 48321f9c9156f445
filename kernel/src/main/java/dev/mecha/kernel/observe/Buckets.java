package dev.mecha.kernel.observe;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The upper bounds of a histogram's buckets. Values are recorded as whole numbers of a small unit
 * (nanoseconds, bytes) and exposed in the unit that the metric is documented in, so that recording
 * needs no floating point.
 */
public final class Buckets {

  private static final List<Long> LATENCY_MILLIS =
      List.of(
          1L, 2L, 3L, 4L, 5L, 6L, 8L, 10L, 13L, 16L, 20L, 25L, 30L, 40L, 50L, 65L, 80L, 100L, 130L,
          160L, 200L, 250L, 300L, 400L, 500L, 650L, 800L, 1_000L, 2_000L, 5_000L, 10_000L, 20_000L,
          50_000L, 100_000L);

  private static final List<Long> SIZE_KIBIBYTES =
      List.of(
          1L,
          2L,
          4L,
          16L,
          64L,
          256L,
          1L << 10,
          4L << 10,
          16L << 10,
          64L << 10,
          256L << 10,
          1L << 20,
          4L << 20);

  private final long[] bounds;
  private final String[] labels;
  private final double unit;

  private Buckets(long[] bounds, double unit) {
    this.bounds = bounds;
    this.unit = unit;
    this.labels = new String[bounds.length];
    for (int i = 0; i < bounds.length; i++) {
      labels[i] = MetricsText.number(bounds[i] / unit);
    }
  }

  /**
   * Buckets for latencies: recorded in nanoseconds, exposed in milliseconds.
   *
   * @param millis the upper bounds ({@code metric.latencyDistributionBuckets}) in any order; those
   *     that are not positive are left out. Empty for the default, 1 ms to 100 s
   * @return the buckets
   */
  public static Buckets latency(List<Long> millis) {
    var chosen = millis.isEmpty() ? LATENCY_MILLIS : millis;
    return new Buckets(
        chosen.stream()
            .filter(bound -> bound > 0)
            .mapToLong(TimeUnit.MILLISECONDS::toNanos)
            .sorted()
            .distinct()
            .toArray(),
        TimeUnit.MILLISECONDS.toNanos(1));
  }

  /**
   * Buckets for sizes in bytes, 1 KiB to 4 GiB.
   *
   * @return the buckets
   */
  public static Buckets size() {
    return new Buckets(SIZE_KIBIBYTES.stream().mapToLong(bound -> bound << 10).toArray(), 1);
  }

  /** How many buckets have an upper bound; one more has none. */
  int count() {
    return bounds.length;
  }

  /** The first bucket whose bound is not below the value; {@link #count} if there is none. */
  int indexOf(long value) {
    int i = 0;
    while (i < bounds.length && value > bounds[i]) {
      i++;
    }
    return i;
  }

  /** The bound of a bucket as the label {@code le} has it. */
  String label(int bucket) {
    return labels[bucket];
  }

  /** A sum of recorded values in the unit that is exposed. */
  double exposed(long recorded) {
    return recorded / unit;
  }
}
