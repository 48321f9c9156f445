package dev.mecha.component.inmemory;

import dev.mecha.spi.pubsub.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Messages that wait for one subscriber: new ones in their order, refused ones after a pause. */
final class Mailbox {

  private record Refused(Message message, long due) {}

  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Deque<Message> waiting = new ArrayDeque<>();
  private final PriorityQueue<Refused> refused =
      new PriorityQueue<>(Comparator.comparingLong(Refused::due));
  private boolean closed;

  /**
   * @param capacity how many new messages may wait
   */
  Mailbox(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Adds a new message; waits for room.
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

  /** Adds a message that was refused; it comes again after a pause. */
  void again(Message message, Duration pause) {
    lock.lock();
    try {
      refused.add(new Refused(message, System.nanoTime() + pause.toNanos()));
      changed.signal();
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
        Refused first = refused.peek();
        long pause = first == null ? Long.MAX_VALUE : first.due - System.nanoTime();
        if (first != null && pause <= 0) {
          refused.remove();
          return first.message;
        }
        Message next = waiting.poll();
        if (next != null) {
          room.signal();
          return next;
        }
        await(pause);
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // The caller loops.
  private void await(long nanos) throws InterruptedException {
    if (nanos == Long.MAX_VALUE) {
      changed.await();
    } else {
      changed.awaitNanos(nanos);
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
