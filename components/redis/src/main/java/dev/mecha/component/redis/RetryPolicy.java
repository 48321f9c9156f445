package dev.mecha.component.redis;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often a call is tried again, and after what pause. What may be tried again is decided by
 * {@link Failure}.
 *
 * @param retries how often at most; 0 for never
 * @param min the first pause; zero for none
 * @param max the longest pause; zero for none
 */
record RetryPolicy(int retries, Duration min, Duration max) {

  /**
   * A connection that was lost a moment ago is mostly back by then: the first pause after that is
   * no longer.
   */
  private static final Duration BLINK = Duration.ofMillis(20);

  /**
   * The pause doubles with each retry, with jitter, up to {@code max}.
   *
   * @param retry the number of the retry that follows, from 0
   * @param random where the jitter comes from
   * @return how long to wait before it
   */
  Duration pause(int retry, RandomGenerator random) {
    if (min.isZero() || max.isZero()) {
      return Duration.ZERO;
    }
    long base = min.toMillis() << Math.min(retry, 16);
    long pause = Math.min(base + random.nextLong(Math.max(1, base)), max.toMillis());
    return Duration.ofMillis(retry == 0 ? Math.min(pause, BLINK.toMillis()) : pause);
  }
}
