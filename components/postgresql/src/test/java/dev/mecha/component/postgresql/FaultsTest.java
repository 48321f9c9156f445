package dev.mecha.component.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.ValueEncoding;
import dev.mecha.tck.server.RealServers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** What happens when the server is not there, goes away, comes back, or says no. */
@Isolated("stops the server")
@Timeout(60)
class FaultsTest {

  private PostgresServer server;
  private String database;

  @BeforeEach
  void createDatabase() {
    server = PostgresServer.shared();
    database = server.newDatabase();
  }

  @Test
  void aServerThatCannotBeReachedIsNamed() {
    int port = RealServers.freePort();
    long start = System.nanoTime();

    failsWithoutSecrets(() -> open("port", Integer.toString(port)))
        .contains("cannot connect to PostgreSQL at 127.0.0.1:" + port)
        .contains("database \"" + database + "\", user \"mecha\"")
        .contains("refused");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aServerThatSaysNothingIsNotWaitedForLong() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      long start = System.nanoTime();

      failsWithoutSecrets(
              () -> open("port", Integer.toString(silent.getLocalPort()), "timeout", "1s"))
          .contains("127.0.0.1:" + silent.getLocalPort());
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
    }
  }

  @Test
  void startingCanBeInterrupted() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var interrupted = new AtomicInteger();
      Thread starter =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      open("port", Integer.toString(silent.getLocalPort()));
                    } catch (InterruptedException e) {
                      interrupted.incrementAndGet();
                    }
                  });
      await().until(() -> starter.getState() == Thread.State.TIMED_WAITING);
      starter.interrupt();

      assertThat(starter.join(Duration.ofSeconds(5))).isTrue();
      assertThat(interrupted).hasValue(1);
    }
  }

  @Test
  void aWrongPasswordIsToldWithoutIt() {
    failsWithoutSecrets(() -> open("password", "wrong-" + PostgresServer.PASSWORD))
        .contains("password authentication failed for user \"mecha\"");
  }

  @Test
  void aMissingDatabaseIsNamed() {
    failsWithoutSecrets(() -> open("database", "nowhere"))
        .contains("database \"nowhere\" does not exist");
  }

  @Test
  void encryptionThatTheServerDoesNotOfferIsMissed() {
    failsWithoutSecrets(() -> open("connectionString", "sslmode=require"))
        .contains("The server does not support SSL.");
  }

  @Test
  void valuesAreNotShownEither() throws InterruptedException {
    try (StateStore store = open()) {
      var secret = "{\"a\": hunter2";
      List<StateOperation> operations = List.of(json("a", "1"), json("b", secret), json("c", "2"));

      failsWithoutSecrets(() -> store.set(json("a", secret))).doesNotContain("hunter2");
      failsWithoutSecrets(() -> store.transact(operations, Map.of())).doesNotContain("hunter2");
      failsWithoutSecrets(() -> store.bulkWrite(operations)).doesNotContain("hunter2");
      assertThat(Stores.text(store, "c")).isEqualTo("2");
    }
  }

  private static SetRequest json(String key, String text) {
    return SetRequest.of(key, new byte[0])
        .withValue(text.getBytes(StandardCharsets.UTF_8), ValueEncoding.JSON);
  }

  @Test
  void aKeyThatTheServerCannotKeepIsRefused() throws InterruptedException {
    try (StateStore store = open()) {
      failsWithoutSecrets(() -> Stores.put(store, "a\0b", "x")).isNotEmpty();
      Stores.put(store, "a", "x");
    }
  }

  @Test
  void aServerThatWasStoppedIsMissedAtOnceAndUsedAgainWhenItIsBack() throws Exception {
    try (StateStore store = open()) {
      Stores.put(store, "a", "one");
      server.stop();
      for (int i = 0; i < 3; i++) {
        long start = System.nanoTime();
        failsWithoutSecrets(() -> Stores.text(store, "a")).contains("PostgreSQL at 127.0.0.1");
        failsWithoutSecrets(() -> Stores.put(store, "a", "two"))
            .contains("PostgreSQL at 127.0.0.1");
        failsWithoutSecrets(store::ping).contains("PostgreSQL at 127.0.0.1");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      }
      server.start();
      works(store);
      assertThat(Stores.text(store, "a")).isEqualTo("one");
    } finally {
      // Other tests need it, however this one ends.
      if (!server.isRunning()) {
        server.start();
      }
    }
  }

  @Test
  void aBulkWriteToAServerThatIsGoneFailsAsAWhole() throws Exception {
    try (StateStore store = open()) {
      Stores.put(store, "a", "one");
      server.stop();
      List<SetRequest> operations =
          IntStream.range(0, 100).mapToObj(i -> SetRequest.of("key" + i, new byte[0])).toList();
      long start = System.nanoTime();
      failsWithoutSecrets(() -> store.bulkWrite(operations)).contains("PostgreSQL at");
      failsWithoutSecrets(() -> store.bulkWrite(operations)).contains("PostgreSQL at");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    } finally {
      server.start();
    }
  }

  @Test
  void noAcknowledgedWriteIsLostWhenTheServerIsKilled() throws Exception {
    var acknowledged = new ConcurrentHashMap<String, Integer>();
    try (StateStore first = open();
        StateStore second = Stores.open(database, "v2", "tablePrefix", "two_")) {
      List<Thread> writers =
          IntStream.range(0, 6)
              .mapToObj(
                  i -> {
                    StateStore store = i % 2 == 0 ? first : second;
                    return Thread.ofVirtual().start(() -> write(store, "key" + i, acknowledged));
                  })
              .toList();
      await()
          .until(
              () ->
                  acknowledged.size() == writers.size()
                      && acknowledged.values().stream().allMatch(count -> count > 20));
      server.kill();
      for (Thread writer : writers) {
        assertThat(writer.join(Duration.ofSeconds(10))).isTrue();
      }
      server.start();
      works(first);
      works(second);
      for (int i = 0; i < 6; i++) {
        String found = String.valueOf(Stores.text(i % 2 == 0 ? first : second, "key" + i));
        int last = acknowledged.getOrDefault("key" + i, 0);
        assertThat(Integer.parseInt(found)).isBetween(last, last + 1);
      }
    } finally {
      if (!server.isRunning()) {
        server.start();
      }
    }
  }

  /** Until it fails. */
  private static void write(StateStore store, String key, Map<String, Integer> acknowledged) {
    try {
      for (int i = 1; ; i++) {
        Stores.put(store, key, Integer.toString(i));
        acknowledged.put(key, i);
      }
    } catch (ComponentException | InterruptedException e) {
      // The server is gone.
    }
  }

  @Test
  void aServerThatStandsStillIsGivenUpAfterTheTimeout() throws Exception {
    try (StateStore store = open("timeout", "1s", "maxConns", "2")) {
      Stores.put(store, "a", "one");
      server.freeze(true);
      long start = System.nanoTime();
      failsWithoutSecrets(() -> store.get(GetRequest.of("a"))).contains("PostgreSQL at");
      failsWithoutSecrets(() -> Stores.put(store, "a", "two")).contains("PostgreSQL at");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
      server.freeze(false);
      works(store);
    } finally {
      server.freeze(false);
    }
  }

  private StateStore open(String... fields) throws InterruptedException {
    return Stores.open(database, "v1", fields);
  }

  /** Without anybody's help, within what the pool takes to try again. */
  private static void works(StateStore store) {
    await()
        .atMost(Duration.ofSeconds(15))
        .ignoreExceptionsInstanceOf(ComponentException.class)
        .until(
            () -> {
              store.ping();
              return true;
            });
  }

  private static AbstractStringAssert<?> failsWithoutSecrets(ThrowingCallable call) {
    var message = new StringBuilder();
    assertThatThrownBy(call)
        .isInstanceOf(ComponentException.class)
        .satisfies(
            e -> {
              message.append(e.getMessage());
              var trace = new StringWriter();
              e.printStackTrace(new PrintWriter(trace));
              assertThat(trace.toString())
                  .doesNotContain(PostgresServer.PASSWORD)
                  .doesNotContain("hunter2");
            });
    return assertThat(message.toString());
  }
}
