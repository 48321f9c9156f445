package dev.mecha.kernel.health;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes the application again and again, one probe after the other, and tells when its health
 * changes. The first probe goes out at once. A probe that takes longer than the interval delays the
 * next; none is made up for.
 */
public final class AppHealthMonitor implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.apphealth");

  /** Waits; in tests without time going by. */
  @FunctionalInterface
  public interface Pause {
    /**
     * @param time how long; more than nothing
     * @throws InterruptedException if the caller was interrupted
     */
    void await(Duration time) throws InterruptedException;
  }

  /** Is told of changes, one after the other. What it throws is logged. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Holds up the probes while it runs.
     *
     * @param healthy how the application is now
     * @throws InterruptedException if the monitor was closed meanwhile
     */
    void changed(boolean healthy) throws InterruptedException;
  }

  private final AppHealthOptions options;
  private final Probe probe;
  private final LongSupplier nanoTime;
  private final Pause pause;
  private final AppHealth health;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final CountDownLatch first = new CountDownLatch(1);
  private final ReentrantLock turning = new ReentrantLock();
  private final Condition turned = turning.newCondition();
  private @Nullable Thread thread;

  /**
   * Sets up; nothing is probed yet.
   *
   * @param options how
   * @param probe what asks the application
   * @param nanoTime the clock, such as {@link System#nanoTime}
   * @param pause what waits on that clock
   */
  public AppHealthMonitor(
      AppHealthOptions options, Probe probe, LongSupplier nanoTime, Pause pause) {
    this.options = options;
    this.probe = probe;
    this.nanoTime = nanoTime;
    this.pause = pause;
    this.health = new AppHealth(options.threshold());
  }

  /**
   * Adds who is told of changes; before the start.
   *
   * @param listener told after those that were added earlier
   * @return this
   */
  public AppHealthMonitor onChange(Listener listener) {
    listeners.add(listener);
    return this;
  }

  /** Starts to probe, on a virtual thread of its own. Once only. */
  public void start() {
    if (thread != null) {
      throw new IllegalStateException("started already");
    }
    LOG.info("App health probes starting");
    thread = Thread.ofVirtual().name("app-health").start(this::run);
  }

  /**
   * @return whether the application is well; not before the first probe
   */
  public boolean healthy() {
    return health.healthy();
  }

  /**
   * Waits until the first probe has told something, but not longer than a probe may take.
   *
   * @throws InterruptedException if the caller was interrupted
   */
  public void awaitFirst() throws InterruptedException {
    if (!first.await(options.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.debug("The first app health probe takes its time");
    }
  }

  /**
   * Waits until the application is unwell, as it is before the first probe.
   *
   * @param time how long at most, on the system's clock
   * @return whether it is unwell
   * @throws InterruptedException if the caller was interrupted
   */
  public boolean awaitUnhealthy(Duration time) throws InterruptedException {
    long left = time.toNanos();
    turning.lockInterruptibly();
    try {
      while (healthy() && left > 0) {
        left = turned.awaitNanos(left);
      }
      return !healthy();
    } finally {
      turning.unlock();
    }
  }

  private void run() {
    try {
      while (true) {
        long begin = nanoTime.getAsLong();
        probeOnce();
        first.countDown();
        long left = options.interval().toNanos() - (nanoTime.getAsLong() - begin);
        if (left > 0) {
          pause.await(Duration.ofNanos(left));
        }
      }
    } catch (InterruptedException closed) {
      LOG.info("App health probes stopping");
    }
  }

  private void probeOnce() throws InterruptedException {
    ProbeResult result = ask();
    LOG.debug("App health probe successful: {}", result.healthy());
    if (health.probed(result.healthy())) {
      if (result.healthy()) {
        LOG.info("App entered healthy status");
      } else {
        LOG.warn("App entered un-healthy status: {}", result.reason());
      }
      wakeUp();
      tell(result.healthy());
    }
  }

  private void wakeUp() {
    turning.lock();
    try {
      turned.signalAll();
    } finally {
      turning.unlock();
    }
  }

  private ProbeResult ask() throws InterruptedException {
    try {
      return probe.probe(options.timeout());
    } catch (RuntimeException e) {
      LOG.error("App health probe could not complete with error: {}", e.toString());
      return ProbeResult.unhealthy("Probe error: " + e);
    }
  }

  private void tell(boolean healthy) throws InterruptedException {
    for (Listener listener : listeners) {
      try {
        listener.changed(healthy);
      } catch (RuntimeException e) {
        LOG.error("What follows from the app's health failed", e);
      }
    }
  }

  /** Ends the probes, whatever they are doing, and waits for that. Idempotent. */
  @Override
  public void close() {
    if (thread == null) {
      return;
    }
    thread.interrupt();
    try {
      if (thread != Thread.currentThread()) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
