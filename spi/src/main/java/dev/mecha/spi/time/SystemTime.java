package dev.mecha.spi.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Time as it passes. Its one thread is started by the first alarm and ends when there has been none
 * for a while.
 */
final class SystemTime implements Time {

  static final SystemTime INSTANCE = new SystemTime();

  /** How long a wait may be before the clock is looked at again: somebody may have set it. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private static final long IDLE_SECONDS = 30;

  private final InstantSource wall = InstantSource.system();
  private final ScheduledThreadPoolExecutor timer;

  private SystemTime() {
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("mecha-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  @Override
  public Instant instant() {
    return wall.instant();
  }

  @Override
  public long millis() {
    return wall.millis();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    Thread.sleep(duration.isNegative() ? Duration.ZERO : duration);
  }

  @Override
  public Alarm after(Duration delay, Runnable action) {
    var task = timer.schedule(action, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
    return () -> task.cancel(false);
  }

  @Override
  public Runnable held(Runnable work) {
    return work;
  }
}
