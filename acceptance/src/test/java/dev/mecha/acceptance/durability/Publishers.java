package dev.mecha.acceptance.durability;

import dev.mecha.acceptance.process.Sidecar;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * Callers that publish one new event after another to the topic {@code orders} until they are
 * stopped, and know which ones were acknowledged.
 */
final class Publishers implements AutoCloseable {

  private static final int CALLERS = 6;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<Thread> callers = new ArrayList<>();

  /**
   * @param sidecar the publisher's at this moment
   */
  Publishers(Supplier<Sidecar> sidecar) {
    for (int caller = 0; caller < CALLERS; caller++) {
      callers.add(Thread.ofPlatform().daemon().start(() -> publish(sidecar)));
    }
  }

  private void publish(Supplier<Sidecar> sidecar) {
    while (end.getCount() > 0) {
      String event = "event-" + next.incrementAndGet();
      if (publish(sidecar.get(), event)) {
        acknowledged.add(event);
      } else {
        failed.incrementAndGet();
        pause();
      }
    }
  }

  private static boolean publish(Sidecar sidecar, String event) {
    try {
      var answer =
          sidecar.send("POST", "/v1.0/publish/pubsub/orders", event, "Content-Type", "text/plain");
      return answer.statusCode() == 204;
    } catch (UncheckedIOException e) {
      // Killed meanwhile: whether the broker has it is not known, and nobody was told so.
      return false;
    }
  }

  private void pause() {
    try {
      end.await(20, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until as many events more were acknowledged. */
  void awaitMore(int count) {
    int target = acknowledged.size() + count;
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> acknowledged.size() >= target);
  }

  /**
   * @return the events that were acknowledged so far
   */
  Set<String> acknowledged() {
    return acknowledged;
  }

  /**
   * @return how many were refused, or never answered
   */
  int failed() {
    return failed.get();
  }

  /** Ends the publishing: from now on nothing is acknowledged. */
  void stop() {
    end.countDown();
    for (Thread caller : callers) {
      try {
        caller.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    stop();
  }
}
