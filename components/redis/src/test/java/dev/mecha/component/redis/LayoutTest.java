package dev.mecha.component.redis;

import static dev.mecha.component.redis.Stores.open;
import static dev.mecha.component.redis.Stores.put;
import static dev.mecha.component.redis.Stores.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.TimeToLive;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is in the database, since the peer writes and reads it too. */
@Timeout(30)
class LayoutTest {

  private static RedisServer server;

  private StateStore store;

  @BeforeAll
  static void startServer(@TempDir Path folder) {
    server = RedisServer.start(folder);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void openStore() throws InterruptedException {
    server.ask("FLUSHALL");
    store = open(server.address());
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void valueIsAHash() throws InterruptedException {
    store.set(put("a", "one"));
    assertThat(fields("a")).containsExactly("data", "one", "version", "1");
    store.set(put("a", "two"));
    assertThat(fields("a")).containsExactly("data", "two", "version", "2");
  }

  @Test
  void firstWriteIsMarked() throws InterruptedException {
    store.set(put("a", "one").withConcurrency(Concurrency.FIRST_WRITE));
    assertThat(fields("a")).containsExactly("data", "one", "version", "1", "first-write", "0");
    store.set(put("a", "two").withEtag("1"));
    assertThat(fields("a")).containsExactly("data", "two", "version", "2", "first-write", "0");
  }

  @Test
  void valueOfThePeerIsRead() throws InterruptedException {
    server.ask("HSET", "a", "data", "one", "version", "41");
    StateValue value = store.get(GetRequest.of("a"));
    assertThat(value).isNotNull();
    assertThat(value.etag()).isEqualTo("41");
    store.set(put("a", "two").withEtag("41"));
    assertThat(fields("a")).containsExactly("data", "two", "version", "42");
    store.delete(DeleteRequest.of("a").withEtag("42"));
    assertThat(server.ask("EXISTS", "a")).isEqualTo(":0\r\n");
  }

  @Test
  void expiryOfThePeerIsNotGuessed() throws InterruptedException {
    store.set(put("a", "one").withMetadata(Map.of(TimeToLive.IN_SECONDS, "100")));
    assertThat(metadata("a")).containsKey(TimeToLive.EXPIRE_TIME);
    server.ask("HINCRBY", "a", "version", "1");
    server.ask("EXPIRE", "a", "200");
    assertThat(metadata("a")).as("the note is of an older version").isEmpty();
    server.ask("HSET", "a", "expire-at", "nonsense");
    assertThat(metadata("a")).isEmpty();
  }

  private Map<String, String> metadata(String key) throws InterruptedException {
    StateValue value = store.get(GetRequest.of(key));
    assertThat(value).isNotNull();
    return value.metadata();
  }

  @Test
  void plainTextIsReadWithoutVersion() throws InterruptedException {
    server.ask("SET", "a", "plain");
    StateValue value = store.get(GetRequest.of("a"));
    assertThat(value).isNotNull();
    assertThat(value.bytes()).asString().isEqualTo("plain");
    assertThat(value.etag()).isNull();
    assertThat(store.bulkGet(List.of(GetRequest.of("a"))).getFirst().value()).isNotNull();
    assertThatExceptionOfType(ETagException.class)
        .isThrownBy(() -> store.set(put("a", "x").withConcurrency(Concurrency.FIRST_WRITE)));
    assertThatExceptionOfType(ETagException.class)
        .isThrownBy(() -> store.delete(DeleteRequest.of("a").withEtag("1")));
    store.set(put("a", "one"));
    assertThat(fields("a")).containsExactly("data", "one", "version", "1");
  }

  @Test
  void listIsNotAValueButCanBeReplaced() throws InterruptedException {
    server.ask("RPUSH", "a", "x");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> store.get(GetRequest.of("a")))
        .withMessageContaining("WRONGTYPE");
    store.transact(List.of(put("a", "one")), Map.of());
    assertThat(text(store, "a")).isEqualTo("one");
  }

  @Test
  void halfAHashIsAnError() {
    server.ask("HSET", "a", "data", "one");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> store.get(GetRequest.of("a")))
        .withMessage("required hash field 'data' or 'version' was not found");
  }

  @Test
  void versionThatIsNoNumberChangesNothing() throws InterruptedException {
    server.ask("HSET", "a", "data", "one", "version", "x");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> store.transact(List.of(put("b", "two"), put("a", "two")), Map.of()))
        .withMessageContaining("the version of a is not a number");
    assertThat(text(store, "b")).isNull();
    assertThat(text(store, "a")).isEqualTo("one");
  }

  @Test
  void defaultLifeSpanIsOfTheComponent() throws InterruptedException {
    try (var other = open(server.address(), "ttlInSeconds", "100")) {
      other.set(put("a", "one"));
      assertThat(server.ask("TTL", "a")).matches(":(100|99)\r\n");
      other.set(put("a", "one").withMetadata(Map.of(TimeToLive.IN_SECONDS, "-1")));
      assertThat(server.ask("TTL", "a")).isEqualTo(":-1\r\n");
      other.transact(List.of(put("b", "one")), Map.of());
      assertThat(server.ask("TTL", "b")).matches(":(100|99)\r\n");
    }
  }

  @Test
  void withoutModulesDocumentsAreHashesAndQueriesAreRefused() throws InterruptedException {
    store.set(put("a", "{}").withMetadata(Map.of("contentType", "application/json")));
    assertThat(fields("a")).containsExactly("data", "{}", "version", "1");
    assertThat(store.features()).doesNotContain(StateFeature.QUERY);
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> store.query(new StateQuery(null, List.of(), 0, null), Map.of()))
        .withMessage("redis-json server support is required for query capability");
    String indexes = "[{\"name\":\"i\",\"indexes\":[{\"key\":\"a\",\"type\":\"TEXT\"}]}]";
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> open(server.address(), "queryIndexes", indexes))
        .withMessageContaining("queryIndexes: error registering query schemas")
        .withMessageContaining("FT.CREATE")
        .withMessageContaining("(expected: a server with the modules RedisJSON and RediSearch)");
  }

  @Test
  void connectionsAreReplacedBeforeTheyAreOld() throws InterruptedException {
    try (var young = open(server.address(), "maxConnAge", "100", "readTimeout", "100")) {
      young.set(put("a", "one"));
      String before = clients();
      await()
          .until(
              () -> {
                young.set(put("a", "two"));
                return !clients().equals(before);
              });
      assertThat(text(young, "a")).isEqualTo("two");
    }
  }

  /** The connections whose last command was a write. */
  private static String clients() {
    return server
        .ask("CLIENT", "LIST")
        .lines()
        .filter(line -> line.contains("cmd=evalsha"))
        .map(line -> line.split(" ")[0])
        .collect(Collectors.joining());
  }

  private static String[] fields(String key) {
    String[] lines = server.ask("HGETALL", key).split("\r\n");
    var fields = new String[(lines.length - 1) / 2];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = lines[2 + 2 * i];
    }
    return fields;
  }

  @Test
  void failureOfOneItemIsItsOwn() throws InterruptedException {
    server.ask("RPUSH", "list", "x");
    store.set(put("a", "one"));
    List<BulkItem> items =
        store.bulkGet(List.of(GetRequest.of("list"), GetRequest.of("a"), GetRequest.of("absent")));
    assertThat(items.get(0).error()).contains("WRONGTYPE");
    assertThat(items.get(1).value()).isNotNull();
    assertThat(items.get(2)).isEqualTo(new BulkItem("absent", null, null));
  }
}
