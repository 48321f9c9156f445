package dev.mecha.block.pubsub.subscribe;

import dev.mecha.block.pubsub.broker.TopicForbiddenException;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.Subscription;
import dev.mecha.spi.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the subscriptions going that there should be. Whenever it is poked it compares what is with
 * what should be, ends what should not be and begins what should; what fails to begin is tried
 * again, with growing pauses. One thread does all of this.
 */
final class Keeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.processor.subscription");

  /** How long the handlers of a subscription that ends may take before they are interrupted. */
  private static final Duration DRAIN = Duration.ofSeconds(30);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  /** Begins a subscription. */
  @FunctionalInterface
  interface Starter {
    /**
     * @throws InterruptedException if the caller was interrupted
     */
    Subscription start(Wanted wanted) throws InterruptedException;
  }

  /** A subscription that there should be. */
  record Wanted(TopicSubscription subscription, AppEvents events, PubSub broker) {

    @SuppressWarnings("ReferenceEquality") // Another broker of the same name is another broker.
    boolean isSameAs(Wanted other) {
      return broker == other.broker
          && events == other.events
          && subscription.sameAs(other.subscription);
    }
  }

  private record Running(Wanted wanted, Subscription handle) {}

  private final Supplier<List<Wanted>> wanted;
  private final Starter starter;
  private final Time time;
  private final Runnable onSettled;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<TopicSubscription, RuntimeException> failures = new ConcurrentHashMap<>();
  private final List<Running> running = new ArrayList<>(); // the thread's alone
  private final Thread thread;
  private Duration pause = FIRST_PAUSE; // the thread's alone
  private long asked;
  private long settled;
  private boolean tryAgain;
  private volatile boolean closed;

  /**
   * @param wanted what there should be; asked by one thread
   * @param starter begins one
   * @param time by which what has failed is tried again
   * @param onSettled told by the same thread when all has been begun, or tried, that was wanted
   */
  Keeper(Supplier<List<Wanted>> wanted, Starter starter, Time time, Runnable onSettled) {
    this.wanted = wanted;
    this.starter = starter;
    this.time = time;
    this.onSettled = onSettled;
    this.thread = Thread.ofPlatform().daemon().name("subscriptions").unstarted(this::keep);
  }

  void start() {
    thread.start();
  }

  /** Something has changed. */
  void poke() {
    lock.lock();
    try {
      asked++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Something has changed: waits until all has been done that follows from it. */
  void settle(Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long mine = ++asked;
      changed.signalAll();
      long left = patience.toNanos();
      while (settled < mine && thread.isAlive() && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Why a subscription could not be begun the last time; null if it was, or was not tried. */
  @Nullable RuntimeException failure(TopicSubscription subscription) {
    return failures.get(subscription);
  }

  private void keep() {
    try {
      while (!closed) {
        long seen = awaitWork();
        List<Wanted> now = closed ? List.of() : wanted.get();
        endAllBut(now);
        beginMissing(now);
        onSettled.run();
        settled(seen);
      }
      endAllBut(List.of());
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  private void tryAgain() {
    lock.lock();
    try {
      tryAgain = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private long awaitWork() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (asked == settled && !failures.isEmpty()) {
        Time.Alarm alarm = time.after(pause, this::tryAgain);
        while (asked == settled && !tryAgain) {
          changed.await();
        }
        alarm.cancel();
        tryAgain = false;
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
      } else {
        while (asked == settled) {
          changed.await();
        }
        pause = FIRST_PAUSE;
      }
      return asked;
    } finally {
      lock.unlock();
    }
  }

  private void settled(long seen) {
    lock.lock();
    try {
      settled = seen;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void endAllBut(List<Wanted> wanted) throws InterruptedException {
    List<Running> ending =
        running.stream().filter(one -> wanted.stream().noneMatch(one.wanted::isSameAs)).toList();
    List<Thread> closers =
        ending.stream()
            .map(one -> Thread.ofVirtual().name("unsubscribe").start(one.handle::close))
            .toList();
    long end = System.nanoTime() + DRAIN.toNanos();
    for (Thread closer : closers) {
      if (!closer.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
        closer.interrupt();
        closer.join();
      }
    }
    running.removeAll(ending);
  }

  private void beginMissing(List<Wanted> wanted) throws InterruptedException {
    failures.clear();
    for (Wanted want : wanted) {
      if (running.stream().noneMatch(one -> one.wanted.isSameAs(want))) {
        begin(want);
      }
    }
  }

  private void begin(Wanted want) throws InterruptedException {
    TopicSubscription subscription = want.subscription;
    try {
      running.add(new Running(want, starter.start(want)));
    } catch (TopicForbiddenException e) {
      LOG.warn(
          "subscription to topic '{}' on pubsub '{}' is not allowed",
          subscription.topic(),
          subscription.pubsub());
      failures.put(subscription, e);
    } catch (RuntimeException e) {
      LOG.error(
          "Failed to start subscription for pubsub {}, topic {}: {}",
          subscription.pubsub(),
          subscription.topic(),
          e.getMessage());
      failures.put(subscription, e);
    }
  }

  /**
   * Ends all subscriptions: nothing more is taken, what is in the application's hands comes to its
   * end.
   */
  @Override
  public void close() {
    closed = true;
    poke();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
