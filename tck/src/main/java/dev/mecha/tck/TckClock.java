package dev.mecha.tck;

import dev.mecha.spi.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that a test moves, and that stands still or runs between. Waiting on it takes the
 * system's time in either case. Safe for use by many threads.
 */
public final class TckClock implements Time {

  private final InstantSource base;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  private TckClock(InstantSource base) {
    this.base = base;
  }

  /**
   * Stands still until it is moved.
   *
   * @param start the time that it shows at first
   */
  public TckClock(Instant start) {
    this(InstantSource.fixed(start));
  }

  /** Starts at the time of the machine, and stands still. */
  public TckClock() {
    this(Instant.now());
  }

  /**
   * @return one that starts at the time of the machine, and runs
   */
  public static TckClock running() {
    return new TckClock(InstantSource.system());
  }

  @Override
  public Instant instant() {
    return base.instant().plus(ahead.get());
  }

  /**
   * Moves the time.
   *
   * @param by how far; may be negative
   */
  public void advance(Duration by) {
    ahead.updateAndGet(time -> time.plus(by));
  }

  @Override
  public long nanoTime() {
    return Time.system().nanoTime();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    Time.system().sleep(duration);
  }

  @Override
  public Alarm after(Duration delay, Runnable action) {
    return Time.system().after(delay, action);
  }

  @Override
  public Runnable held(Runnable work) {
    return work;
  }
}
