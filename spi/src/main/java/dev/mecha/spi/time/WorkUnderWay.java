package dev.mecha.spi.time;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is under way on behalf of a {@link VirtualClock}: work that was handed over, and threads
 * that it has woken. Everything is done with the clock's lock.
 */
final class WorkUnderWay {

  /** Nobody tells when a thread ends: that is looked at this often. */
  private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private final ReentrantLock lock;
  private final Condition changed;
  private final Set<Item> items = new LinkedHashSet<>();

  /** A wait on the clock. */
  static final class Nap {

    /** Set by the thread itself before it clears its interrupt. */
    private volatile boolean stirring;

    void stirs(boolean now) {
      stirring = now;
    }
  }

  /** One piece of work. It moves on to the thread that runs it. */
  private static final class Item {

    private final boolean held;
    private @Nullable Thread thread;
    private @Nullable Nap nap;
    private boolean leftAlone;

    Item(boolean held, @Nullable Thread thread) {
      this.held = held;
      this.thread = thread;
    }

    boolean isDone() {
      return !held && thread != null && !thread.isAlive();
    }

    boolean isAtRest() {
      return leftAlone || isNapping();
    }

    /** A thread that was interrupted while it waits is about to go on. The order matters. */
    private boolean isNapping() {
      return nap != null && thread != null && !thread.isInterrupted() && !nap.stirring;
    }
  }

  WorkUnderWay(ReentrantLock lock, Condition changed) {
    this.lock = lock;
    this.changed = changed;
  }

  Runnable held(Runnable task) {
    var item = new Item(true, null);
    locked(() -> items.add(item));
    return () -> {
      locked(() -> item.thread = Thread.currentThread());
      try {
        task.run();
      } finally {
        locked(() -> items.remove(item));
      }
    };
  }

  Runnable begin() {
    var item = new Item(true, Thread.currentThread());
    locked(() -> items.add(item));
    return () -> locked(() -> items.remove(item));
  }

  /** The thread waits on the clock. */
  void rests(Thread thread, Nap nap) {
    locked(() -> of(thread, true).forEach(item -> item.nap = nap));
  }

  /** The thread no longer waits on the clock. */
  void wakes(Thread thread) {
    locked(() -> of(thread, true).forEach(item -> item.nap = null));
  }

  /**
   * An alarm goes off, which concerns whoever has set it, as a rule: a virtual thread that does one
   * thing, which is interrupted if it takes too long. Others go on to something else.
   */
  void stirs(Thread thread) {
    locked(() -> of(thread, thread.isVirtual() && thread.isAlive()));
  }

  private List<Item> of(Thread thread, boolean atLeastOne) {
    List<Item> found = items.stream().filter(item -> item.thread == thread).toList();
    if (found.isEmpty() && atLeastOne) {
      var item = new Item(false, thread);
      items.add(item);
      return List.of(item);
    }
    found.forEach(item -> item.leftAlone = false);
    return found;
  }

  /**
   * Waits until everything is at rest. What is not after a while is left alone from then on.
   *
   * @param patience in real time
   */
  void settle(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (!isAtRest()) {
        if (System.nanoTime() - end >= 0) {
          items.forEach(item -> item.leftAlone |= !item.isAtRest());
          return;
        }
        var _ = changed.awaitNanos(LOOK_NANOS);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isAtRest() {
    items.removeIf(Item::isDone);
    return items.stream().allMatch(Item::isAtRest);
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
