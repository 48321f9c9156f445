package dev.mecha.component.inmemory;

import dev.mecha.spi.pubsub.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Messages that wait for one subscriber, in their order. */
final class Mailbox {

  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Deque<Message> waiting = new ArrayDeque<>();
  private boolean closed;

  /**
   * @param capacity how many messages may wait
   */
  Mailbox(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Adds a message; waits for room.
   *
   * @return false if there was none for so long
   */
  boolean offer(Message message, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (!closed && waiting.size() >= capacity) {
        if (left <= 0) {
          return false;
        }
        left = room.awaitNanos(left);
      }
      waiting.add(message);
      changed.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a message.
   *
   * @return null when closed
   */
  @Nullable Message take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed) {
        Message next = waiting.poll();
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
