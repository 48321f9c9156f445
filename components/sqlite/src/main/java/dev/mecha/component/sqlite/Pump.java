package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that looks for messages: when somebody rings, when a handler has room again, when
 * a refused message is due, and once a second in any case. It also gives signs of life and cleans
 * up.
 */
final class Pump implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Pump.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** How often a process says that it listens. */
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

  /** How long others believe it. */
  static final Duration ALIVE = SIGN_OF_LIFE.multipliedBy(3);

  private final PubSubSettings settings;
  private final MessageLog log;
  private final LogCleanup cleanup;
  private final Writer writer;
  private final int port;
  private final List<Intake> consumers = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private boolean signalled;
  private boolean closed;
  private long wakeAt = Long.MAX_VALUE;

  // The thread's alone.
  private long nextSign = System.nanoTime();
  private long nextRenewal = System.nanoTime();
  private long nextCleanup;

  Pump(
      String name,
      PubSubSettings settings,
      MessageLog log,
      LogCleanup cleanup,
      Writer writer,
      int port) {
    this.settings = settings;
    this.log = log;
    this.cleanup = cleanup;
    this.writer = writer;
    this.port = port;
    this.nextCleanup = System.nanoTime() + settings.cleanupInterval().toNanos();
    this.thread = Threads.start("sqlite-" + name + "-pump", this::run);
  }

  void add(Intake consumer) {
    consumers.add(consumer);
    signal();
  }

  void remove(Intake consumer) {
    consumers.remove(consumer);
  }

  List<Intake> consumers() {
    return consumers;
  }

  /** There may be something new. */
  void ring() {
    consumers.forEach(Intake::wake);
    signal();
  }

  /** There is room for messages. */
  void signal() {
    lock.lock();
    try {
      signalled = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** There is something to do after a while. */
  void signalIn(Duration time) {
    lock.lock();
    try {
      long then = System.nanoTime() + time.toNanos();
      if (wakeAt == Long.MAX_VALUE || then - wakeAt < 0) {
        wakeAt = then;
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (await()) {
        round();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  /** False if it is over. */
  private boolean await() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = LOOK.toNanos();
      while (!signalled && !closed && left > 0) {
        long due = wakeAt == Long.MAX_VALUE ? left : wakeAt - System.nanoTime();
        if (due <= 0) {
          break;
        }
        long begin = System.nanoTime();
        changed.awaitNanos(Math.min(left, due));
        left -= System.nanoTime() - begin;
      }
      boolean due = wakeAt != Long.MAX_VALUE && wakeAt - System.nanoTime() <= 0;
      if (due) {
        wakeAt = Long.MAX_VALUE;
      }
      if (due || left <= 0) {
        consumers.forEach(Intake::wake);
      }
      signalled = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void round() throws InterruptedException {
    try {
      giveSigns();
      for (Intake consumer : consumers) {
        consumer.fill();
      }
    } catch (ComponentException e) {
      LOG.warn("Messages could not be taken, which is tried again: {}", e.getMessage());
      signalIn(LOOK);
    }
  }

  private void giveSigns() {
    long now = System.nanoTime();
    if (!consumers.isEmpty() && now - nextSign >= 0) {
      nextSign = now + SIGN_OF_LIFE.toNanos();
      submit(
          session -> {
            log.listen(session, port);
            for (Intake consumer : consumers) {
              log.seen(session, consumer.topic(), settings.group());
            }
            return true;
          });
    }
    if (now - nextRenewal >= 0) {
      nextRenewal = now + settings.processingTimeout().dividedBy(3).toNanos();
      if (consumers.stream().anyMatch(Intake::isBusy)) {
        submit(
            session -> {
              log.renew(session, settings.processingTimeout());
              return true;
            });
      }
    }
    if (now - nextCleanup >= 0) {
      nextCleanup = now + settings.cleanupInterval().toNanos();
      submit(cleanup::run);
    }
  }

  private <T> void submit(Work<T> work) {
    writer.submitRelaxed(work);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    Threads.join(thread, settings.connection().timeout());
  }
}
