package dev.mecha.component.redis;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Links that serve one call at a time. {@code WAIT} makes a server deaf for its connection, so it
 * cannot be sent on the shared one. Links are opened when they are needed.
 */
final class LinkPool {

  private final PoolSettings settings;
  private final Duration maxAge;
  private final Connector connector;
  private final Calls calls;
  private final Time clock;
  private final Consumer<Runnable> later;
  private final Semaphore free;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Pooled> idle = new ArrayDeque<>();
  private boolean watched;

  /**
   * A link of the pool.
   *
   * @param link the connection
   * @param opened when it was connected
   * @param returned when it was last given back
   */
  record Pooled(Link link, Instant opened, Instant returned) {}

  /**
   * @param settings how many links, and for how long
   * @param maxAge how old a link may become; zero for any age
   * @param connector opens links
   * @param calls how to wait for them
   * @param clock the time
   * @param later runs a task once, when it is time to look at the idle links; may do nothing
   */
  LinkPool(
      PoolSettings settings,
      Duration maxAge,
      Connector connector,
      Calls calls,
      Time clock,
      Consumer<Runnable> later) {
    this.settings = settings;
    this.maxAge = maxAge;
    this.connector = connector;
    this.calls = calls;
    this.clock = clock;
    this.later = later;
    this.free = new Semaphore(settings.size());
  }

  /**
   * @return a link for the caller alone, to be given back or dropped
   * @throws ComponentException if all are lent for too long or none can be opened
   * @throws InterruptedException if the calling thread is interrupted
   */
  Pooled borrow() throws InterruptedException {
    if (!free.tryAcquire(settings.borrowTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
      throw new ComponentException(
          "all "
              + settings.size()
              + " connections (poolSize) are in use for "
              + settings.borrowTimeout().toMillis()
              + " ms (poolTimeout)");
    }
    boolean lent = false;
    try {
      Pooled pooled = takeIdle();
      if (pooled == null) {
        Link link = calls.await(connector.open());
        pooled = new Pooled(link, clock.instant(), clock.instant());
      }
      lent = true;
      return pooled;
    } finally {
      if (!lent) {
        free.release();
      }
    }
  }

  private @Nullable Pooled takeIdle() {
    evict();
    lock.lock();
    try {
      Pooled pooled;
      while ((pooled = idle.pollLast()) != null) {
        if (pooled.link().isOpen() && !expired(pooled, clock.instant())) {
          return pooled;
        }
        var _ = pooled.link().close();
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * @param pooled that no command is under way on
   */
  void giveBack(Pooled pooled) {
    lock.lock();
    try {
      idle.addLast(new Pooled(pooled.link(), pooled.opened(), clock.instant()));
    } finally {
      lock.unlock();
      free.release();
    }
    watch();
  }

  /**
   * @param pooled of which nobody knows what is under way on it
   */
  void drop(Pooled pooled) {
    var _ = pooled.link().close();
    free.release();
  }

  private void watch() {
    lock.lock();
    try {
      if (watched || idle.size() <= settings.minIdle()) {
        return;
      }
      watched = true;
    } finally {
      lock.unlock();
    }
    later.accept(this::look);
  }

  private void look() {
    evict();
    lock.lock();
    try {
      watched = false;
    } finally {
      lock.unlock();
    }
    watch();
  }

  /** Closes links that nobody used for long, but leaves as many as shall stay open. */
  void evict() {
    List<Pooled> gone = new ArrayList<>();
    lock.lock();
    try {
      Instant now = clock.instant();
      while (idle.size() > settings.minIdle() && unused(idle.getFirst(), now)) {
        gone.add(idle.removeFirst());
      }
    } finally {
      lock.unlock();
    }
    for (Pooled pooled : gone) {
      var _ = pooled.link().close();
    }
  }

  private boolean unused(Pooled pooled, Instant now) {
    Duration limit = settings.idleTimeout();
    return (!limit.isZero() && !now.isBefore(pooled.returned().plus(limit)))
        || expired(pooled, now);
  }

  private boolean expired(Pooled pooled, Instant now) {
    return !maxAge.isZero() && !now.isBefore(pooled.opened().plus(maxAge));
  }

  /**
   * @return how many links are open without use
   */
  int idle() {
    lock.lock();
    try {
      return idle.size();
    } finally {
      lock.unlock();
    }
  }
}
