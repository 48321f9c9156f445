package dev.mecha.spi.time;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until a test moves it. What waits on it wakes when it is moved, in the
 * order in which it is due; nothing waits for real. Thread-safe.
 *
 * <p>{@link #advance} goes from one thing that is due to the next, and before each step lets what
 * is under way come to rest. It knows of all work that was {@linkplain #held handed over}, and of
 * all threads that it has woken itself; they are at rest when they have ended or wait on this clock
 * again. What waits for something else, such as an application that does not answer, is waited for
 * until {@linkplain #patience the patience} is over, and then left alone until it wakes anew.
 */
public final class VirtualClock implements Time {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ReentrantLock advancing = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<Entry> agenda = new PriorityQueue<>();
  private final WorkUnderWay work;
  private final Instant start;
  private volatile Instant now;
  private volatile Duration patience = PATIENCE;
  private long entries;

  /** Something that is due at a time: a thread wakes, or an action is done. */
  private final class Entry implements Comparable<Entry> {

    private final Instant due;
    private final long number;
    private final Thread owner;
    private final @Nullable Runnable action;
    private boolean over;

    Entry(Duration delay, @Nullable Runnable action) {
      this.due = later(now, delay);
      this.number = entries++;
      this.owner = Thread.currentThread();
      this.action = action;
    }

    /** With the lock. */
    void begin() {
      over = true;
      if (action == null) {
        work.wakes(owner);
        LockSupport.unpark(owner);
      } else {
        work.stirs(owner);
      }
    }

    @Override
    public int compareTo(Entry other) {
      int order = due.compareTo(other.due);
      return order != 0 ? order : Long.compare(number, other.number);
    }
  }

  /**
   * @param start the time that it shows first
   */
  public VirtualClock(Instant start) {
    this.start = start;
    this.now = start;
    this.work = new WorkUnderWay(lock, changed);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public long nanoTime() {
    return TimeUnit.NANOSECONDS.convert(Duration.between(start, now));
  }

  /**
   * Sets how long {@link #advance} waits, in real time, for work of which it cannot see whether it
   * will come to rest.
   *
   * @param time 2 s at first
   * @return this
   */
  public VirtualClock patience(Duration time) {
    patience = time;
    return this;
  }

  /**
   * Moves the clock. Everything that becomes due on the way is done in its order, each at its own
   * time; returns when that has come to rest. Zero lets come to rest what is under way.
   *
   * @param time how far; not negative
   * @throws IllegalArgumentException if it is negative
   * @throws InterruptedException if the caller is interrupted; the clock is somewhere on its way
   */
  public void advance(Duration time) throws InterruptedException {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time: " + time + " (expected: not negative)");
    }
    advancing.lockInterruptibly();
    try {
      work.settle(patience);
      Instant end = later(now, time);
      for (Entry next = next(end); next != null; next = next(end)) {
        if (next.action != null) {
          next.action.run();
        }
        work.settle(patience);
      }
    } finally {
      advancing.unlock();
    }
  }

  /** Goes to what is due next and takes it, or goes to the end. */
  private @Nullable Entry next(Instant end) {
    lock.lock();
    try {
      Entry next = agenda.peek();
      if (next == null || next.due.isAfter(end)) {
        now = end;
        return null;
      }
      agenda.remove();
      now = next.due.isAfter(now) ? next.due : now;
      next.begin();
      return next;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits, in real time, until something waits on this clock that is due within a time: for tests
   * that start a call on another thread and want to move the clock when it has got there.
   *
   * @param within how far the clock would have to be moved
   * @param limit how long to wait in real time
   * @return whether there is something
   * @throws InterruptedException if the caller is interrupted
   */
  public boolean awaitDue(Duration within, Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lockInterruptibly();
    try {
      Instant end = later(now, within);
      while (agenda.isEmpty() || agenda.peek().due.isAfter(end)) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (!duration.isPositive()) {
        return;
      }
      Entry entry = add(duration, null);
      var nap = new WorkUnderWay.Nap();
      work.rests(entry.owner, nap);
      while (!entry.over) {
        if (Thread.interrupted()) {
          agenda.remove(entry);
          work.wakes(entry.owner);
          throw new InterruptedException();
        }
        nap.stirs(false);
        lock.unlock();
        try {
          LockSupport.park(this);
          nap.stirs(true);
        } finally {
          lock.lock();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void sleepUntil(Instant time) throws InterruptedException {
    sleep(Duration.between(now, time));
  }

  @Override
  public Alarm after(Duration delay, Runnable action) {
    lock.lock();
    try {
      Entry entry = add(delay, action);
      return () -> cancel(entry);
    } finally {
      lock.unlock();
    }
  }

  private Entry add(Duration delay, @Nullable Runnable action) {
    var entry = new Entry(delay, action);
    agenda.add(entry);
    changed.signalAll();
    return entry;
  }

  private void cancel(Entry entry) {
    lock.lock();
    try {
      agenda.remove(entry);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Runnable held(Runnable task) {
    return work.held(task);
  }

  /**
   * Tells that the calling thread does something that {@link #advance} has to wait for: a request
   * of somebody, as a rule.
   *
   * @return what ends that, to be run by the same thread
   */
  public Runnable begin() {
    return work.begin();
  }

  private static Instant later(Instant time, Duration delay) {
    if (delay.isNegative()) {
      return time;
    }
    Duration most = Duration.between(time, Instant.MAX);
    return delay.compareTo(most) > 0 ? Instant.MAX : time.plus(delay);
  }

  /** Shows the time. */
  @Override
  public String toString() {
    return "VirtualClock[" + now + "]";
  }
}
