package dev.mecha.component.sqlite;

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
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

  /** How many times a lease is renewed before it would be over. */
  private static final int RENEWALS = 3;

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
  private final Duration renewal;

  /** How long nobody looks at the log if nobody rings. */
  private final Duration look;

  private boolean signalled;
  private boolean closed;
  private long wakeAt = System.nanoTime();

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
    this.renewal = settings.processingTimeout().dividedBy(RENEWALS);
    this.look = renewal.compareTo(LONGEST_LOOK) < 0 ? renewal : LONGEST_LOOK;
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
      if (then - wakeAt < 0) {
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
      while (!signalled && !closed && untilDue() > 0) {
        changed.awaitNanos(untilDue());
      }
      if (untilDue() <= 0) {
        consumers.forEach(Intake::wake);
        wakeAt = System.nanoTime() + look.toNanos();
      }
      signalled = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private long untilDue() {
    return wakeAt - System.nanoTime();
  }

  private void round() throws InterruptedException {
    try {
      giveSigns();
      for (Intake consumer : consumers) {
        consumer.fill();
      }
    } catch (RuntimeException e) {
      LOG.warn("Messages could not be taken, which is tried again: {}", e.toString());
      signalIn(LONGEST_LOOK);
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
      nextRenewal = now + renewal.toNanos();
      consumers.forEach(this::renew);
    }
    if (now - nextCleanup >= 0) {
      nextCleanup = now + settings.cleanupInterval().toNanos();
      submit(cleanup::run);
    }
  }

  /**
   * Only what a handler has: what the log has given out, and nobody has got or could sign off since
   * a write failed, comes again when its lease is over.
   */
  private void renew(Intake consumer) {
    List<Long> ids = consumer.inHand();
    if (!ids.isEmpty()) {
      submit(
          session -> {
            log.renew(
                session, consumer.topic(), settings.group(), ids, settings.processingTimeout());
            return true;
          });
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
