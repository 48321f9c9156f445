package dev.mecha.component.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An interrupted call stops its work in the server, not only its waiting. */
@Timeout(60)
class InterruptTest {

  /** What may be under way when the interrupt comes. */
  enum Act {
    GET,
    BULK_GET,
    SET,
    TRANSACT,
    KEYS
  }

  private PostgresServer server;
  private String database;
  private StateStore store;

  @BeforeEach
  void open() throws InterruptedException {
    server = PostgresServer.shared();
    database = server.newDatabase();
    store = Stores.open(database, "v2", "maxConns", "2");
    Stores.put(store, "a", "old");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private @Nullable Object perform(Act act) throws InterruptedException {
    byte[] value = {'n', 'e', 'w'};
    switch (act) {
      case GET -> store.get(GetRequest.of("a"));
      case BULK_GET -> store.bulkGet(List.of(GetRequest.of("a"), GetRequest.of("b")));
      case SET -> store.set(SetRequest.of("a", value));
      case TRANSACT ->
          store.transact(List.of(SetRequest.of("b", value), SetRequest.of("a", value)), Map.of());
      case KEYS -> store.keysLike("%", 0, null);
    }
    return null;
  }

  static Stream<Arguments> acts() {
    return Stream.of(Act.values())
        .flatMap(act -> Stream.of(Arguments.of(act, true), Arguments.of(act, false)));
  }

  @ParameterizedTest
  @MethodSource("acts")
  void theServerStopsWaitingToo(Act act, boolean virtual) throws Exception {
    var task = new FutureTask<>(() -> perform(act));
    try (Connection other = lock()) {
      Thread caller = virtual ? Thread.ofVirtual().start(task) : Thread.ofPlatform().start(task);
      await().until(() -> waiting().equals("1"));
      caller.interrupt();

      assertThat(caller.join(Duration.ofSeconds(5))).isTrue();
      assertThat(task.exceptionNow()).isInstanceOf(InterruptedException.class);
      await().until(() -> waiting().equals("0"));
      other.rollback();
    }
    assertThat(Stores.text(store, "a")).isEqualTo("old");
    assertThat(Stores.text(store, "b")).isNull();
    Stores.put(store, "a", "works again");
    assertThat(Stores.text(store, "a")).isEqualTo("works again");
  }

  @Test
  void aCallerMayBeInterruptedWhileItWaitsForAConnection() throws Exception {
    try (Connection other = lock()) {
      var first = new FutureTask<>(() -> perform(Act.SET));
      var second = new FutureTask<>(() -> perform(Act.SET));
      List<Thread> holders =
          List.of(Thread.startVirtualThread(first), Thread.startVirtualThread(second));
      await().until(() -> waiting().equals("2"));
      var third = new FutureTask<>(() -> perform(Act.GET));
      Thread caller = Thread.startVirtualThread(third);
      await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
      caller.interrupt();

      assertThat(caller.join(Duration.ofSeconds(5))).isTrue();
      assertThat(third.exceptionNow()).isInstanceOf(InterruptedException.class);
      other.rollback();
      for (Thread holder : holders) {
        assertThat(holder.join(Duration.ofSeconds(5))).isTrue();
      }
    }
    assertThat(Stores.text(store, "a")).isEqualTo("new");
  }

  @Test
  void aWriteThatWasDoneAllTheSameIsNotDenied() throws Exception {
    for (int i = 0; i < 60; i++) {
      String value = "value " + i;
      var task =
          new FutureTask<>(
              () -> {
                Stores.put(store, "a", value);
                return true;
              });
      Thread caller = Thread.startVirtualThread(task);
      Thread.onSpinWait();
      caller.interrupt();
      caller.join();
      boolean done = task.state() == Future.State.SUCCESS;
      assertThat(value.equals(Stores.text(store, "a"))).as("write %d", i).isEqualTo(done);
    }
  }

  private Connection lock() throws SQLException {
    Connection other = server.connect(database);
    other.setAutoCommit(false);
    try (var statement = other.createStatement()) {
      statement.execute("LOCK TABLE state IN ACCESS EXCLUSIVE MODE");
    }
    return other;
  }

  private String waiting() {
    return String.valueOf(
        server.ask(
            "postgres",
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = '"
                + database
                + "'"));
  }
}
