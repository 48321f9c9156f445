package dev.mecha.transport.thread;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names whatever holds an event loop for more than {@link LoopWatch#LIMIT}, in a line of the log
 * every ten seconds at most: what a request computes or waits for there delays all others of that
 * loop. A thread of its own looks at the loops' pulses, and sleeps while they are idle.
 */
final class LoopWatchdog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.loops");

  /** Without work for this many looks it sleeps until there is some. */
  private static final int IDLE_LOOKS = 3;

  /** A wake-up may be missed when work begins at the very moment; then this helps. */
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(10);

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final List<LoopWatch> watches = new CopyOnWriteArrayList<>();
  private final Consumer<HeldLoop> report;
  private final Thread thread;
  private volatile boolean closed;

  LoopWatchdog() {
    this(new Lines()::write);
  }

  /**
   * @param report told what held a loop, from the watchdog's thread
   */
  LoopWatchdog(Consumer<HeldLoop> report) {
    this.report = report;
    this.thread = Thread.ofPlatform().daemon().name("loop-watchdog").unstarted(this::watch);
  }

  /** Begins to watch. */
  void start() {
    thread.start();
  }

  /**
   * @return the pulse of one more event loop
   */
  LoopPulse pulse() {
    var pulse = new LoopPulse();
    watches.add(new LoopWatch(pulse));
    return pulse;
  }

  private void watch() {
    int idle = 0;
    long last = System.nanoTime();
    while (!closed) {
      if (idle >= IDLE_LOOKS) {
        sleep();
        last = System.nanoTime();
        if (isIdle()) {
          continue;
        }
      }
      LockSupport.parkNanos(LoopWatch.INTERVAL.toNanos());
      long now = System.nanoTime();
      boolean active = false;
      for (LoopWatch watch : watches) {
        active |= watch.isActive();
        HeldLoop held = watch.look(now - last);
        if (held != null) {
          report.accept(held);
        }
      }
      last = now;
      idle = active ? 0 : Math.min(idle + 1, IDLE_LOOKS);
    }
  }

  private void sleep() {
    wakeOnWork(Thread.currentThread());
    if (!closed && isIdle()) {
      LockSupport.parkNanos(LONGEST_SLEEP.toNanos());
    }
    wakeOnWork(null);
  }

  private boolean isIdle() {
    for (LoopWatch watch : watches) {
      if (watch.isActive()) {
        return false;
      }
    }
    return true;
  }

  private void wakeOnWork(@Nullable Thread watcher) {
    watches.forEach(watch -> watch.pulse().wakeOnWork(watcher));
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  /** One line in a while; what is left out is counted. */
  private static final class Lines {

    // Not in the beginning, when everything is done for the first time.
    private long last = System.nanoTime();
    private int leftOut;

    void write(HeldLoop held) {
      long now = System.nanoTime();
      if (now - last < BETWEEN_LINES.toNanos()) {
        leftOut++;
        return;
      }
      last = now;
      if (leftOut == 0) {
        LOG.warn("{}", held.describe());
      } else {
        LOG.warn("{} (and {} more since the last such line)", held.describe(), leftOut);
      }
      leftOut = 0;
    }
  }
}
