package dev.mecha.tck;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. Safe for use by many threads. */
public final class TckClock implements InstantSource {

  private final AtomicReference<Instant> now;

  /**
   * @param start the time that it shows at first
   */
  public TckClock(Instant start) {
    this.now = new AtomicReference<>(start);
  }

  /** Starts at the time of the machine. */
  public TckClock() {
    this(Instant.now());
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /**
   * Moves the time.
   *
   * @param by how far; may be negative
   */
  public void advance(Duration by) {
    now.updateAndGet(time -> time.plus(by));
  }
}
