package dev.mecha.component.inmemory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is to be done with messages that wait for one subscriber, in their order. */
final class Mailbox {

  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean closed;

  /**
   * @param capacity how many messages may wait
   */
  Mailbox(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Adds work; waits for room.
   *
   * @param work asked for when there is room
   * @return false if there was none for so long
   */
  boolean offer(Supplier<Runnable> work, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (!closed && waiting.size() >= capacity) {
        if (left <= 0) {
          return false;
        }
        left = room.awaitNanos(left);
      }
      waiting.add(work.get());
      changed.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for work.
   *
   * @return null when closed
   */
  @Nullable Runnable take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed) {
        Runnable next = waiting.poll();
        if (next != null) {
          room.signal();
          return next;
        }
        changed.await();
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
