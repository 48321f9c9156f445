package dev.mecha.kernel.resilience;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Time as it passes. Its one thread is started by the first alarm and ends when there has been none
 * for a while.
 */
public final class SystemTiming implements Timing {

  private static final long IDLE_SECONDS = 30;

  private final ScheduledThreadPoolExecutor timer;

  /** Starts nothing. */
  public SystemTiming() {
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("resilience-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  /** The one place where a policy waits: nobody could wake it, so there is nothing to wait on. */
  @Override
  public void sleep(Duration duration) throws InterruptedException {
    Thread.sleep(duration);
  }

  @Override
  public Alarm after(Duration delay, Runnable action) {
    var task = timer.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> task.cancel(false);
  }
}
