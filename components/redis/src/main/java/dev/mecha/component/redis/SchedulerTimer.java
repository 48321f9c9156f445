package dev.mecha.component.redis;

import io.netty.util.Timeout;
import io.netty.util.Timer;
import io.netty.util.TimerTask;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver's timer on a scheduler that sleeps until something is due, in place of a wheel that
 * ticks all the time.
 */
final class SchedulerTimer implements Timer {

  private static final Logger LOG = LoggerFactory.getLogger(SchedulerTimer.class);

  private final ScheduledExecutorService scheduler;

  SchedulerTimer(ScheduledExecutorService scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  public Timeout newTimeout(TimerTask task, long delay, TimeUnit unit) {
    var timeout = new Scheduled(this, task);
    timeout.future = scheduler.schedule(timeout, delay, unit);
    return timeout;
  }

  /** Whoever made the scheduler stops it. */
  @Override
  public Set<Timeout> stop() {
    return Set.of();
  }

  private static final class Scheduled implements Timeout, Runnable {

    private final Timer timer;
    private final TimerTask task;
    private volatile @Nullable ScheduledFuture<?> future;
    private volatile boolean expired;

    Scheduled(Timer timer, TimerTask task) {
      this.timer = timer;
      this.task = task;
    }

    @Override
    public void run() {
      expired = true;
      try {
        task.run(this);
      } catch (Exception e) {
        LOG.debug("a timer's task failed", e);
      }
    }

    @Override
    public Timer timer() {
      return timer;
    }

    @Override
    public TimerTask task() {
      return task;
    }

    @Override
    public boolean isExpired() {
      return expired;
    }

    @Override
    public boolean isCancelled() {
      ScheduledFuture<?> scheduled = future;
      return scheduled != null && scheduled.isCancelled();
    }

    @Override
    public boolean cancel() {
      ScheduledFuture<?> scheduled = future;
      return scheduled != null && scheduled.cancel(false);
    }
  }
}
