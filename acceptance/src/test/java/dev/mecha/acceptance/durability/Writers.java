package dev.mecha.acceptance.durability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mecha.acceptance.process.Sidecar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Callers that write one new key after another until they are closed, and know which ones were
 * acknowledged.
 */
final class Writers implements AutoCloseable {

  private static final int CALLERS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Set<String> acknowledged = new ConcurrentSkipListSet<>();
  private final Set<String> refusals = new ConcurrentSkipListSet<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<Thread> callers = new ArrayList<>();

  Writers(Sidecar sidecar, String prefix) {
    for (int caller = 0; caller < CALLERS; caller++) {
      String own = prefix + "-" + caller + "-";
      callers.add(Thread.ofVirtual().start(() -> write(sidecar, own)));
    }
  }

  private void write(Sidecar sidecar, String prefix) {
    for (int i = 0; end.getCount() > 0; i++) {
      String key = prefix + i;
      if (!write(sidecar, prefix + i, "[{\"key\":\"" + key + "\",\"value\":\"" + key + "\"}]")) {
        pause();
      }
    }
  }

  private boolean write(Sidecar sidecar, String key, String body) {
    try {
      HttpResponse<String> answer = sidecar.send("POST", "/v1.0/state/statestore", body);
      if (answer.statusCode() == 204) {
        acknowledged.add(key);
        return true;
      }
      refusals.add(answer.statusCode() + " " + answer.body().replace(key, "KEY"));
    } catch (UncheckedIOException e) {
      // The connection died with the process: this write was not acknowledged.
    }
    return false;
  }

  private void pause() {
    try {
      end.await(20, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits until as many writes more were acknowledged.
   *
   * @return this
   */
  Writers awaitMore(int count) {
    int before = acknowledged.size();
    Awaitility.await().atMost(PATIENCE).until(() -> acknowledged.size() >= before + count);
    return this;
  }

  Set<String> acknowledged() {
    return acknowledged;
  }

  /** Answers other than 204, each kind once: status and body. */
  Set<String> refusals() {
    return refusals;
  }

  /** Ends the writing: from now on nothing is added. */
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

  /** Reads every key back, many at a time, and fails with those that are missing or wrong. */
  static void assertThere(Sidecar sidecar, Set<String> keys) {
    var all = new ArrayList<>(keys);
    var found = new ConcurrentSkipListSet<String>();
    for (int from = 0; from < all.size(); from += 100) {
      List<String> some = all.subList(from, Math.min(from + 100, all.size()));
      for (JsonNode item : read(sidecar, some)) {
        if (item.path("key").asText().equals(item.path("data").asText())) {
          found.add(item.path("key").asText());
        }
      }
    }
    all.removeAll(found);
    assertThat(all).as("lost of %d acknowledged", keys.size()).isEmpty();
  }

  private static JsonNode read(Sidecar sidecar, List<String> keys) {
    try {
      String body =
          JSON.writeValueAsString(JSON.createObjectNode().set("keys", JSON.valueToTree(keys)));
      HttpResponse<String> answer = sidecar.send("POST", "/v1.0/state/statestore/bulk", body);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
