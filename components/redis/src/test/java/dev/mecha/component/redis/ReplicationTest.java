package dev.mecha.component.redis;

import static dev.mecha.component.redis.Stores.open;
import static dev.mecha.component.redis.Stores.put;
import static dev.mecha.component.redis.Stores.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.Consistency;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.ValueEncoding;
import dev.mecha.tck.VirtualThreads;
import dev.mecha.tck.server.RealServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One server takes writes and another follows it. */
@Timeout(60)
class ReplicationTest {

  @TempDir Path folder;

  private RedisServer master;
  private RedisServer replica;

  @BeforeEach
  void startServers() throws Exception {
    master =
        RedisServer.start(
            Files.createDirectory(folder.resolve("master")), "--repl-diskless-sync-delay", "0");
    replica =
        RedisServer.start(
            Files.createDirectory(folder.resolve("replica")),
            "--replicaof",
            "127.0.0.1 " + master.port(),
            "--repl-diskless-sync-delay",
            "0");
    await().until(() -> master.ask("INFO", "replication").contains("state=online"));
  }

  @AfterEach
  void stopServers() {
    replica.close();
    master.close();
  }

  @Test
  void strongWriteHasReachedTheReplica() throws InterruptedException {
    try (var store = open(master.address())) {
      for (int i = 0; i < 50; i++) {
        store.set(strong("key", "value" + i));
        assertThat(replica.ask("HGET", "key", "data")).contains("value" + i);
      }
      store.transact(List.of(strong("key", "last"), put("other", "too")), Map.of());
      assertThat(replica.ask("HGET", "other", "data")).contains("too");
      store.delete(
          new DeleteRequest("key", null, Concurrency.LAST_WRITE, Consistency.STRONG, Map.of()));
      assertThat(replica.ask("EXISTS", "key")).isEqualTo(":0\r\n");
      assertThatExceptionOfType(ETagException.class)
          .isThrownBy(() -> store.set(strong("key", "x").withEtag("7")));
    }
  }

  @Test
  void lateReplicaIsNoErrorAndHoldsNobodyElseUp() throws Exception {
    try (var store = open(master.address(), "poolSize", "2", "poolTimeout", "100")) {
      store.set(strong("a", "one"));
      replica.freeze();
      var refused = new AtomicInteger();
      long begun = System.nanoTime();
      VirtualThreads.run(
          5,
          thread -> {
            if (thread == 4) {
              store.set(put("b", "quick"));
              assertThat(Duration.ofNanos(System.nanoTime() - begun))
                  .isLessThan(Duration.ofMillis(900));
            } else {
              refused.addAndGet(strongOrRefused(store, "a" + thread));
            }
          });
      assertThat(refused).hasValue(2);
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isBetween(Duration.ofMillis(900), Duration.ofSeconds(4));
    } finally {
      replica.thaw();
    }
  }

  private static int strongOrRefused(StateStore store, String key) throws InterruptedException {
    try {
      store.set(strong(key, "one"));
      return 0;
    } catch (ComponentException e) {
      assertThat(e)
          .hasMessageContaining("all 2 connections (poolSize) are in use for 100 ms (poolTimeout)");
      return 1;
    }
  }

  @Test
  void sentinelNamesAnotherMaster() throws Exception {
    int port = RealServers.freePort();
    Path file =
        Files.writeString(
            folder.resolve("sentinel.conf"),
            "bind 127.0.0.1\nport "
                + port
                + "\ndir "
                + folder
                + "\n"
                + "sentinel monitor mymaster 127.0.0.1 "
                + master.port()
                + " 1\n"
                + "sentinel down-after-milliseconds mymaster 300\n"
                + "sentinel failover-timeout mymaster 2000\n");
    try (var sentinel = RedisServer.sentinel(folder, port, file);
        var store =
            open(
                sentinel.address(),
                "failover",
                "true",
                "sentinelMasterName",
                "mymaster",
                "redisMaxRetryInterval",
                "100")) {
      store.set(strong("a", "one"));
      await()
          .until(
              () -> sentinel.ask("SENTINEL", "replicas", "mymaster").contains("" + replica.port()));
      master.kill();
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptionsInstanceOf(ComponentException.class)
          .untilAsserted(() -> store.set(put("b", "two")));
      assertThat(text(store, "a")).isEqualTo("one");
      assertThat(replica.ask("HGET", "b", "data")).contains("two");
    }
  }

  @Test
  void sentinelDoesNotKnowTheMaster() throws Exception {
    int port = RealServers.freePort();
    Path file =
        Files.writeString(folder.resolve("sentinel.conf"), "bind 127.0.0.1\nport " + port + "\n");
    try (var sentinel = RedisServer.sentinel(folder, port, file)) {
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(
              () ->
                  open(
                      sentinel.address(),
                      "failover",
                      "true",
                      "sentinelMasterName",
                      "nobody",
                      "redisMaxRetries",
                      "-1"))
          .withMessageContaining(sentinel.address())
          .withMessageContaining("nobody");
    }
  }

  private static SetRequest strong(String key, String value) {
    return new SetRequest(
        key,
        value.getBytes(UTF_8),
        ValueEncoding.BINARY,
        null,
        Concurrency.LAST_WRITE,
        Consistency.STRONG,
        Map.of(),
        null);
  }
}
