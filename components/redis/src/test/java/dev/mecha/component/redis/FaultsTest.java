package dev.mecha.component.redis;

import static dev.mecha.component.redis.Stores.open;
import static dev.mecha.component.redis.Stores.put;
import static dev.mecha.component.redis.Stores.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.tck.VirtualThreads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens when the server does not do as it should. */
@Timeout(30)
class FaultsTest {

  @TempDir Path folder;

  private RedisServer server;

  @BeforeEach
  void startServer() {
    server = RedisServer.start(folder);
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void serverGoesAndComesBack() throws Exception {
    try (var store = open(server.address(), "redisMaxRetryInterval", "50")) {
      store.set(put("a", "one"));
      server.kill();
      long begun = System.nanoTime();
      VirtualThreads.run(
          100,
          thread ->
              assertThatExceptionOfType(ComponentException.class)
                  .isThrownBy(() -> store.set(put("key" + thread, "two")))
                  .withMessageContaining(server.address()));
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> store.get(GetRequest.of("a")))
          .withMessageContaining("not connected")
          .withMessageContaining("Connection refused");
      server.restart();
      await().ignoreExceptions().until(() -> text(store, "a") == null);
      store.set(put("a", "three"));
      assertThat(text(store, "a")).isEqualTo("three");
      assertThat(text(store, "key0")).as("refused writes stay undone").isNull();
    }
  }

  @Test
  void shortAbsenceIsNotNoticed() throws Exception {
    try (var store = open(server.address())) {
      server.kill();
      var write = new AtomicReference<@Nullable Throwable>();
      Thread writer =
          Thread.ofVirtual().start(() -> write.set(failure(() -> store.set(put("a", "one")))));
      server.restart();
      assertThat(writer.join(Duration.ofSeconds(5))).isTrue();
      assertThat(write.get()).isNull();
      assertThat(text(store, "a")).isEqualTo("one");
    }
  }

  @Test
  void bulkCallsDoNotWaitForEachKeyAnew() throws Exception {
    try (var store = open(server.address(), "redisMaxRetryInterval", "100")) {
      server.kill();
      List<String> keys = IntStream.range(0, 300).mapToObj(i -> "key" + i).toList();
      long begun = System.nanoTime();
      assertThat(store.bulkGet(keys.stream().map(GetRequest::of).toList()))
          .hasSize(300)
          .allSatisfy(item -> assertThat(item.error()).contains("not connected"));
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> store.bulkWrite(keys.stream().map(key -> put(key, "one")).toList()));
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void writeThatLostItsConnectionIsNotSentAgain() throws Exception {
    try (var store = open(server.address())) {
      server.freeze();
      var outcome = new AtomicReference<@Nullable Throwable>();
      Thread writer =
          Thread.ofVirtual().start(() -> outcome.set(failure(() -> store.set(put("a", "one")))));
      await().until(() -> writer.getState() == Thread.State.WAITING);
      server.kill();
      server.restart();
      assertThat(writer.join(Duration.ofSeconds(5))).isTrue();
      assertThat(outcome.get())
          .isInstanceOf(ComponentException.class)
          .hasMessageContaining("failed to set key a")
          .hasMessageContaining("connection lost before the answer")
          .hasMessageContaining("it may or may not have been done");
      await().ignoreExceptions().until(() -> text(store, "b") == null);
      assertThat(text(store, "a")).isNull();
    }
  }

  @Test
  void readThatLostItsConnectionIsSentAgain() throws Exception {
    try (var store = open(server.address())) {
      server.freeze();
      var outcome = new AtomicReference<@Nullable Throwable>();
      Thread reader =
          Thread.ofVirtual().start(() -> outcome.set(failure(() -> store.get(GetRequest.of("a")))));
      await().until(() -> reader.getState() == Thread.State.WAITING);
      server.kill();
      server.restart();
      assertThat(reader.join(Duration.ofSeconds(5))).isTrue();
      assertThat(outcome.get()).isNull();
    }
  }

  @Test
  void silentServerIsGivenUp() throws Exception {
    try (var store = open(server.address(), "readTimeout", "200", "redisMaxRetries", "-1")) {
      store.set(put("a", "one"));
      server.freeze();
      long begun = System.nanoTime();
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> store.get(GetRequest.of("a")))
          .withMessageContaining("no answer within 200 ms");
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isBetween(Duration.ofMillis(190), Duration.ofSeconds(3));
      server.thaw();
      await().ignoreExceptions().until(() -> "one".equals(text(store, "a")));
    }
  }

  @Test
  void serverForgetsItsScripts() throws InterruptedException {
    try (var store = open(server.address())) {
      store.set(put("a", "one"));
      server.ask("SCRIPT", "FLUSH");
      store.set(put("a", "two"));
      server.ask("SCRIPT", "FLUSH");
      store.bulkWrite(List.of(put("a", "three"), put("b", "one"), DeleteRequest.of("c")));
      server.ask("SCRIPT", "FLUSH");
      store.transact(List.of(put("b", "two"), put("c", "one")), Map.of());
      assertThat(text(store, "a")).isEqualTo("three");
      assertThat(text(store, "b")).isEqualTo("two");
      assertThat(text(store, "c")).isEqualTo("one");
    }
  }

  @Test
  void memoryIsFull() throws InterruptedException {
    try (var store = open(server.address())) {
      store.set(put("a", "one"));
      server.ask("CONFIG", "SET", "maxmemory", "1");
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> store.set(put("a", "two")))
          .withMessageContaining("OOM command not allowed when used memory > 'maxmemory'");
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> store.transact(List.of(put("a", "two"), put("b", "two")), Map.of()))
          .withMessageContaining("OOM");
      assertThat(text(store, "a")).isEqualTo("one");
      server.ask("CONFIG", "SET", "maxmemory", "0");
      store.set(put("a", "two"));
    }
  }

  @Test
  void serverIsAReplicaOnly() throws InterruptedException {
    try (var store = open(server.address(), "redisMaxRetryInterval", "10")) {
      store.set(put("a", "one"));
      server.ask("REPLICAOF", "127.0.0.1", "1");
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> store.set(put("a", "two")))
          .withMessageContaining("READONLY");
      assertThat(text(store, "a")).isEqualTo("one");
      server.ask("REPLICAOF", "NO", "ONE");
      store.set(put("a", "two"));
      assertThat(text(store, "a")).isEqualTo("two");
    }
  }

  @Test
  void passwordChangesMeanwhile() throws InterruptedException {
    try (var store = open(server.address(), "redisMaxRetryInterval", "10")) {
      server.kill();
      server.restart("--requirepass", "new");
      await()
          .untilAsserted(
              () ->
                  assertThatExceptionOfType(ComponentException.class)
                      .isThrownBy(store::ping)
                      .withMessageContaining("NOAUTH"));
    }
  }

  private interface Call {
    void run() throws InterruptedException;
  }

  private static @Nullable Throwable failure(Call call) {
    try {
      call.run();
      return null;
    } catch (InterruptedException | RuntimeException e) {
      return e;
    }
  }
}
