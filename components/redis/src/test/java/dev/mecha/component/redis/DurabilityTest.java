package dev.mecha.component.redis;

import static dev.mecha.component.redis.Stores.open;
import static dev.mecha.component.redis.Stores.put;
import static dev.mecha.component.redis.Stores.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.StateStore;
import dev.mecha.tck.VirtualThreads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was acknowledged is there after a power cut, if the server is told to write before it
 * answers.
 */
@Timeout(60)
class DurabilityTest {

  private static final int WRITERS = 8;

  @TempDir Path folder;

  @Test
  void everyAcknowledgedWriteSurvivesTheEndOfTheServer() throws Exception {
    try (var server = RedisServer.start(folder, "--appendonly", "yes", "--appendfsync", "always");
        var store = open(server.address(), "redisMaxRetries", "-1")) {
      var acknowledged = new int[WRITERS];
      var total = new AtomicInteger();
      VirtualThreads.run(
          WRITERS + 1,
          thread -> {
            if (thread == WRITERS) {
              await().pollInterval(Duration.ofMillis(5)).until(() -> total.get() > 2000);
              server.kill();
            } else {
              acknowledged[thread] = writeUntilItFails(store, thread, total);
            }
          });
      server.restart();
      await().ignoreExceptions().until(() -> text(store, "absent") == null);
      for (int writer = 0; writer < WRITERS; writer++) {
        String left = text(store, "left" + writer);
        String right = text(store, "right" + writer);
        assertThat(left).as("both or none").isEqualTo(right);
        assertThat(Integer.parseInt(left == null ? "0" : left))
            .isGreaterThanOrEqualTo(acknowledged[writer]);
      }
    }
  }

  private static int writeUntilItFails(StateStore store, int writer, AtomicInteger total)
      throws InterruptedException {
    for (int i = 1; ; i++) {
      try {
        String value = String.valueOf(i);
        store.transact(
            List.of(put("left" + writer, value), put("right" + writer, value)), Map.of());
        total.incrementAndGet();
      } catch (ComponentException e) {
        return i - 1;
      }
    }
  }
}
