package dev.mecha.kernel.resilience;

import dev.mecha.spi.time.Time;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How long to wait before the next try. */
sealed interface Backoff {

  /**
   * @param time tells how long it has been tried
   * @param random scatters the tries of those that failed together
   * @return the waiting times of one call, whose first try starts now
   */
  Delays delays(Time time, RandomGenerator random);

  /** The waiting times of one call. For one thread. */
  @FunctionalInterface
  interface Delays {
    /**
     * @return how long to wait now, or null if it has been tried long enough
     */
    @Nullable Duration next();
  }

  /**
   * Always the same.
   *
   * @param interval between two tries
   */
  record Constant(Duration interval) implements Backoff {
    @Override
    public Delays delays(Time time, RandomGenerator random) {
      return () -> interval;
    }
  }

  /**
   * Grows by half each time and is off by up to half of itself either way.
   *
   * @param maxInterval the most that it grows to, before the randomness
   * @param maxElapsed no try starts later than this after the first one
   */
  record Exponential(Duration maxInterval, Duration maxElapsed) implements Backoff {

    private static final long INITIAL = Duration.ofMillis(500).toNanos();
    private static final double MULTIPLIER = 1.5;
    private static final double RANDOMNESS = 0.5;

    @Override
    public Delays delays(Time time, RandomGenerator random) {
      return new Growing(this, time, random);
    }

    private static final class Growing implements Delays {

      private final Exponential backoff;
      private final Time time;
      private final RandomGenerator random;
      private final long start;
      private double interval = INITIAL;

      Growing(Exponential backoff, Time time, RandomGenerator random) {
        this.backoff = backoff;
        this.time = time;
        this.random = random;
        this.start = time.nanoTime();
      }

      @Override
      public @Nullable Duration next() {
        long delay = (long) (interval * (1 - RANDOMNESS + 2 * RANDOMNESS * random.nextDouble()));
        // The peer's first interval is not capped either.
        interval = Math.min(interval * MULTIPLIER, (double) backoff.maxInterval.toNanos());
        long elapsed = time.nanoTime() - start;
        return elapsed + delay > backoff.maxElapsed.toNanos() ? null : Duration.ofNanos(delay);
      }
    }
  }
}
