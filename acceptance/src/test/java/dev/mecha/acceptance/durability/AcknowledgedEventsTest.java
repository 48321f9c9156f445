package dev.mecha.acceptance.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.acceptance.process.EventApp;
import dev.mecha.acceptance.process.Ports;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every event that was acknowledged reaches the application, although its sidecar, the publisher's
 * and the application itself are killed in between. More of it: {@code -Dmecha.events=100000}.
 */
class AcknowledgedEventsTest {

  private static final int EVENTS = Integer.getInteger("mecha.events", 3000);
  private static final int PUBLISHERS = 4;
  private static final String SUBSCRIPTION =
      "[{\"pubsubname\":\"pubsub\",\"topic\":\"orders\",\"route\":\"/orders\"}]";

  @TempDir Path folder;

  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Queue<String> received = new ConcurrentLinkedQueue<>();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicBoolean stop = new AtomicBoolean();
  private volatile @Nullable Sidecar publisher;

  private Sidecar sidecar(String appId, String... flags) {
    return Sidecar.in(folder.resolve(appId))
        .appId(appId)
        .resource(
            Resources.component(
                "pubsub",
                "pubsub.sqlite",
                "connectionString",
                folder.resolve("events.db").toString(),
                "redeliverInterval",
                "100ms",
                "processingTimeout",
                "2s"))
        .flags(flags)
        .launch();
  }

  private EventApp app(int port) {
    return EventApp.start(SUBSCRIPTION, port)
        .answering(
            delivery -> {
              received.add(delivery.data());
              return new EventApp.Answer(200, "");
            });
  }

  private void publish() {
    while (!stop.get()) {
      String event = "event-" + next.incrementAndGet();
      try {
        var answer =
            Objects.requireNonNull(publisher)
                .send("POST", "/v1.0/publish/pubsub/orders", event, "Content-Type", "text/plain");
        if (answer.statusCode() == 204) {
          acknowledged.add(event);
        }
      } catch (UncheckedIOException e) {
        // Killed meanwhile: whether the broker has it is not known, and nobody was told so.
      }
    }
  }

  private void awaitMore(int events) {
    int target = acknowledged.size() + events;
    await().atMost(Duration.ofMinutes(5)).until(() -> acknowledged.size() >= target);
  }

  @Test
  void killedWhileEventsFlow() throws Exception {
    int port = Ports.free();
    EventApp app = app(port);
    Sidecar publishing = sidecar("publisher");
    publisher = publishing;
    Sidecar subscriber = sidecar("subscriber", "--app-port=" + port);
    var threads = new ArrayList<Thread>();
    try {
      publishing.awaitHealthy();
      for (int i = 0; i < PUBLISHERS; i++) {
        threads.add(Thread.ofPlatform().start(this::publish));
      }
      int piece = EVENTS / 6;
      awaitMore(piece);
      subscriber.kill();
      awaitMore(piece);
      subscriber = sidecar("subscriber", "--app-port=" + port);
      awaitMore(piece);
      publishing.kill();
      publishing = sidecar("publisher");
      publisher = publishing;
      awaitMore(piece);
      app.close();
      awaitMore(piece);
      app = app(port);
      subscriber.kill();
      subscriber = sidecar("subscriber", "--app-port=" + port);
      awaitMore(piece);
      stop.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> assertThat(new HashSet<>(received)).containsAll(acknowledged));
      int duplicates = received.size() - new HashSet<>(received).size();
      assertThat(duplicates).as("duplicates").isLessThan(acknowledged.size() / 2);
    } finally {
      stop.set(true);
      publishing.close();
      subscriber.close();
      app.close();
    }
  }
}
