package dev.mecha.junit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until a test moves it: values expire when the test says so.
 * Thread-safe.
 */
public final class VirtualClock implements InstantSource {

  private final AtomicReference<Instant> now;

  /**
   * @param start the time that it shows first
   */
  public VirtualClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /**
   * Moves the clock.
   *
   * @param time how far; not negative
   * @throws IllegalArgumentException if it is negative
   */
  public void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time: " + time + " (expected: not negative)");
    }
    now.updateAndGet(instant -> instant.plus(time));
  }
}
