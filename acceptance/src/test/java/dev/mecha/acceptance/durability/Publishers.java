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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
  private final int atOnce;

  /**
   * @param sidecar the publisher's at this moment
   * @param atOnce how many events are published with one call
   */
  Publishers(Supplier<Sidecar> sidecar, int atOnce) {
    this.atOnce = atOnce;
    for (int caller = 0; caller < CALLERS; caller++) {
      callers.add(Thread.ofPlatform().daemon().start(() -> publish(sidecar)));
    }
  }

  private void publish(Supplier<Sidecar> sidecar) {
    while (end.getCount() > 0) {
      int last = next.addAndGet(atOnce);
      List<String> events =
          IntStream.range(last - atOnce, last).mapToObj(number -> "event-" + number).toList();
      if (publish(sidecar.get(), events)) {
        acknowledged.addAll(events);
      } else {
        failed.addAndGet(atOnce);
        pause();
      }
    }
  }

  private static boolean publish(Sidecar sidecar, List<String> events) {
    try {
      var answer =
          events.size() == 1
              ? sidecar.send(
                  "POST",
                  "/v1.0/publish/pubsub/orders",
                  events.getFirst(),
                  "Content-Type",
                  "text/plain")
              : sidecar.send("POST", "/v1.0/publish/bulk/pubsub/orders", entries(events));
      return answer.statusCode() == 204;
    } catch (UncheckedIOException e) {
      // Killed meanwhile: whether the broker has it is not known, and nobody was told so.
      return false;
    }
  }

  private static String entries(List<String> events) {
    return events.stream()
        .map(
            event ->
                "{\"entryId\":\"%1$s\",\"event\":\"%1$s\",\"contentType\":\"text/plain\"}"
                    .formatted(event))
        .collect(Collectors.joining(",", "[", "]"));
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
