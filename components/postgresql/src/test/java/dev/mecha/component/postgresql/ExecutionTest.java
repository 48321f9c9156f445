package dev.mecha.component.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.tck.VirtualThreads;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How statements are carried out: in every mode, many at once, without holding a thread. */
@Timeout(60)
class ExecutionTest {

  private static final String WAITING =
      "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname ="
          + " current_database()";

  static Stream<Arguments> modes() {
    return Stream.of("v1", "v2")
        .flatMap(
            version ->
                Stream.of(
                        "cache_statement",
                        "cache_describe",
                        "describe_exec",
                        "exec",
                        "simple_protocol")
                    .map(mode -> Arguments.of(version, mode)));
  }

  @ParameterizedTest
  @MethodSource("modes")
  void everyModeDoesEverything(String version, String mode) throws InterruptedException {
    String database = PostgresServer.shared().newDatabase();
    try (StateStore store = Stores.open(database, version, "queryExecMode", mode)) {
      byte[] bytes = "\\x00 'ünï' ? $1 \0\n".getBytes(StandardCharsets.UTF_8);
      // More often than the driver needs to see a statement before it prepares it.
      for (int i = 0; i < 7; i++) {
        store.set(SetRequest.of("a", bytes).withMetadata(Map.of("ttlInSeconds", "100")));
        StateValue value = store.get(GetRequest.of("a"));
        assertThat(value).isNotNull();
        assertThat(value.bytes()).isEqualTo(bytes);
        assertThat(value.metadata()).containsKey("ttlExpireTime");
        store.set(SetRequest.of("a", bytes).withEtag(value.etag()));
        assertThatThrownBy(() -> store.delete(DeleteRequest.of("a").withEtag(value.etag())))
            .isInstanceOf(ETagException.class);
        store.transact(
            List.of(SetRequest.of("b", bytes), SetRequest.of("c", bytes), DeleteRequest.of("a")),
            Map.of());
        assertThat(store.bulkGet(List.of(GetRequest.of("b"), GetRequest.of("a"))))
            .extracting(item -> item.value() == null)
            .containsExactly(false, true);
        assertThat(store.keysLike("_", 1, null).keys()).hasSize(1);
        if (version.equals("v1")) {
          assertThat(store.query(new StateQuery(null, List.of(), 1, null), Map.of()).token())
              .isEqualTo("1");
        }
      }
    }
  }

  @Test
  void aTransactionThatLostInADeadlockIsDoneAgain() throws Exception {
    PostgresServer server = PostgresServer.shared();
    String database = server.newDatabase();
    try (StateStore store = Stores.open(database, "v2");
        Connection other = server.connect(database);
        Statement statement = other.createStatement()) {
      Stores.put(store, "a", "old");
      Stores.put(store, "b", "old");
      // The session that looks for deadlocks is the one that is ended: leave that to the store's.
      statement.execute("SET deadlock_timeout = '1min'");
      other.setAutoCommit(false);
      statement.execute("UPDATE state SET value = 'other' WHERE key = 'b'");
      byte[] value = "new".getBytes(StandardCharsets.UTF_8);
      var task =
          new FutureTask<>(
              () -> {
                store.transact(
                    List.of(SetRequest.of("a", value), SetRequest.of("b", value)), Map.of());
                return true;
              });
      Thread.startVirtualThread(task);
      await().until(() -> "1".equals(server.ask(database, WAITING)));
      statement.execute("UPDATE state SET value = value || 'other'::bytea WHERE key = 'a'");
      assertThat(server.log()).contains("deadlock detected");
      other.commit();

      assertThat(task.get()).isTrue();
      assertThat(Stores.text(store, "a")).isEqualTo("new");
      assertThat(Stores.text(store, "b")).isEqualTo("new");
    }
  }

  @Test
  void noThreadIsHeldWhileTheServerWorks() throws Exception {
    String database = PostgresServer.shared().newDatabase();
    List<RecordedEvent> pinned = Collections.synchronizedList(new ArrayList<>());
    try (StateStore store = Stores.open(database, "v1");
        var recording = new RecordingStream()) {
      // Classes are loaded once; that may hold a thread, here as anywhere.
      work(store, 0);
      recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ofMillis(1));
      recording.onEvent("jdk.VirtualThreadPinned", pinned::add);
      recording.startAsync();
      VirtualThreads.run(16, thread -> work(store, thread));
      VirtualThreads.run(1, thread -> assertThat(Held.HELD).isTrue());
      recording.stop();
    }
    assertThat(pinned).extracting(ExecutionTest::stack).anyMatch(stack -> stack.contains("Held"));
    assertThat(pinned)
        .extracting(ExecutionTest::stack)
        .filteredOn(stack -> !stack.contains("Held"))
        .noneMatch(stack -> stack.contains("postgresql") || stack.contains("hikari"));
  }

  private static String stack(RecordedEvent event) {
    return String.valueOf(event.getStackTrace());
  }

  /** Holds a thread, to show that the recording would tell. */
  private static final class Held {
    static final boolean HELD;

    static {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      HELD = true;
    }
  }

  private static void work(StateStore store, int thread) throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      Stores.put(store, "key" + thread, "value");
      assertThat(Stores.text(store, "key" + thread)).isEqualTo("value");
      store.transact(
          List.of(SetRequest.of("x" + thread, new byte[0]), DeleteRequest.of("key" + thread)),
          Map.of());
      store.bulkGet(List.of(GetRequest.of("a"), GetRequest.of("b")));
    }
  }
}
