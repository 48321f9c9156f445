package dev.mecha.block.configuration;

import dev.mecha.spi.configuration.ConfigurationItem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The steps that a subscription has before it. Any thread adds to them and does not wait; one
 * thread takes them. What a slow subscriber has not been told grows to a limit only: from there on
 * the latest value of each key is kept.
 */
final class Agenda {

  private static final int MOST_TELLINGS = 256;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private final ArrayDeque<Map<String, ConfigurationItem>> tellings = new ArrayDeque<>();
  private boolean look;
  private boolean move;
  private boolean end;

  void tell(Map<String, ConfigurationItem> items) {
    add(
        () -> {
          if (tellings.size() < MOST_TELLINGS) {
            tellings.add(items);
          } else {
            var merged = new HashMap<>(tellings.removeLast());
            merged.putAll(items);
            tellings.add(merged);
          }
        });
  }

  void look() {
    add(() -> look = true);
  }

  void move() {
    add(() -> move = true);
  }

  void end() {
    add(() -> end = true);
  }

  private void add(Runnable change) {
    lock.lock();
    try {
      change.run();
      added.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the next step. */
  Step next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        if (end) {
          return new Step.End();
        }
        if (move) {
          move = false;
          return new Step.Move();
        }
        if (!tellings.isEmpty()) {
          return new Step.Tell(tellings.remove());
        }
        if (look) {
          look = false;
          return new Step.Look();
        }
        added.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits before a step is tried again, unless there is another component or the end. */
  void pause(Duration time) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = time.toNanos();
      while (left > 0 && !end && !move) {
        left = added.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
