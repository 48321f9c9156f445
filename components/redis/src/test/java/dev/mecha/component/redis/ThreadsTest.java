package dev.mecha.component.redis;

import static dev.mecha.component.redis.Stores.open;
import static dev.mecha.component.redis.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** How many threads a store has. Alone, since it counts those of the process. */
@Timeout(30)
@Isolated
class ThreadsTest {

  @Test
  void storeAtRestHasOneThreadAndAClosedStoreNone(@TempDir Path folder)
      throws InterruptedException {
    try (var server = RedisServer.start(folder)) {
      await().until(() -> ours().isEmpty());
      try (var store = open(server.address())) {
        store.set(put("a", "one"));
        await()
            .atMost(Duration.ofSeconds(15))
            .untilAsserted(() -> assertThat(ours()).hasSize(1).allMatch(Thread::isDaemon));
      }
      await().until(() -> ours().isEmpty());
    }
  }

  private static List<Thread> ours() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("redis-"))
        .toList();
  }
}
