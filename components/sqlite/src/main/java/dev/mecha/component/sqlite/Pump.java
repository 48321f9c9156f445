package dev.mecha.component.sqlite;

import dev.mecha.spi.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
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
  private final Time time;
  private final int port;
  private final List<Intake> consumers = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private final Duration renewal;

  /** How long nobody looks at the log if nobody rings. */
  private final Duration look;

  private @Nullable Runnable next;
  private boolean closed;
  private long nextLook = System.nanoTime();

  // The thread's alone.
  private long nextSign;
  private long nextRenewal;
  private long nextCleanup;

  Pump(
      String name,
      PubSubSettings settings,
      MessageLog log,
      LogCleanup cleanup,
      Writer writer,
      Time time,
      int port) {
    this.settings = settings;
    this.log = log;
    this.cleanup = cleanup;
    this.writer = writer;
    this.time = time;
    this.port = port;
    this.renewal = settings.processingTimeout().dividedBy(RENEWALS);
    this.look = renewal.compareTo(LONGEST_LOOK) < 0 ? renewal : LONGEST_LOOK;
    this.nextSign = time.nanoTime();
    this.nextRenewal = nextSign;
    this.nextCleanup = nextSign + settings.cleanupInterval().toNanos();
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
      if (next == null) {
        next = time.held(this::round);
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** There is something to do after a while. */
  void signalIn(Duration pause) {
    if (pause.isPositive()) {
      time.after(pause, this::ring);
    } else {
      ring();
    }
  }

  /** Work of a handler, which is under way from now on. */
  Runnable held(Runnable work) {
    return time.held(work);
  }

  /** For measuring on the component's clock. */
  long nanoTime() {
    return time.nanoTime();
  }

  private void run() {
    try {
      for (Runnable round = await(); round != null; round = await()) {
        round.run();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  /** The next round, or null if it is over. Whatever others do is looked at in real time. */
  private @Nullable Runnable await() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (next == null && !closed && untilLook() > 0) {
        changed.awaitNanos(untilLook());
      }
      if (closed) {
        return null;
      }
      if (untilLook() <= 0) {
        consumers.forEach(Intake::wake);
        nextLook = System.nanoTime() + look.toNanos();
      }
      Runnable round = next == null ? this::round : next;
      next = null;
      return round;
    } finally {
      lock.unlock();
    }
  }

  private long untilLook() {
    return nextLook - System.nanoTime();
  }

  private void round() {
    try {
      giveSigns();
      for (Intake consumer : consumers) {
        consumer.fill();
      }
    } catch (RuntimeException e) {
      LOG.warn("Messages could not be taken, which is tried again: {}", e.toString());
      signalIn(LONGEST_LOOK);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  private void giveSigns() {
    long now = time.nanoTime();
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
