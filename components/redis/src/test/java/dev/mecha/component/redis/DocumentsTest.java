package dev.mecha.component.redis;

import static dev.mecha.component.redis.Stores.open;
import static dev.mecha.component.redis.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.TimeToLive;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * JSON documents on a server without the module for them: two of its own commands stand in for the
 * module's. {@code JSON.SET key $ text} keeps the text in the field {@code $} of a hash, and {@code
 * JSON.GET key .name} answers the score of {@code .name} in a sorted set, which then plays the
 * document.
 */
@Timeout(30)
class DocumentsTest {

  private static final Map<String, String> JSON = Map.of("contentType", "application/json");

  @TempDir Path folder;

  private RedisServer server;
  private StateStore store;

  @BeforeEach
  void openStore() throws InterruptedException {
    server =
        RedisServer.start(
            folder,
            "--rename-command",
            "HSET",
            "JSON.SET",
            "--rename-command",
            "ZSCORE",
            "JSON.GET");
    store = open(server.address());
    server.ask("ZADD", "doc", "3", ".version", "42", ".data");
  }

  @AfterEach
  void closeStore() {
    store.close();
    server.close();
  }

  @Test
  void serverWithDocumentsHasQueries() {
    assertThat(store.features()).contains(StateFeature.QUERY);
  }

  @Test
  void documentIsReadWithItsVersionAndExpiry() throws InterruptedException {
    StateValue value = store.get(new GetRequest("doc", GetRequest.of("doc").consistency(), JSON));
    assertThat(value).isNotNull();
    assertThat(value.bytes()).asString().isEqualTo("42");
    assertThat(value.etag()).isEqualTo("3");
    assertThat(value.metadata()).isEmpty();
    server.ask("EXPIRE", "doc", "100");
    StateValue expiring = store.get(GetRequest.of("doc"));
    assertThat(expiring).as("also without a content type").isNotNull();
    assertThat(expiring.metadata()).containsKey(TimeToLive.EXPIRE_TIME);
    assertThat(store.get(new GetRequest("absent", GetRequest.of("absent").consistency(), JSON)))
        .isNull();
  }

  @Test
  void hashIsReadWhereADocumentIsExpected() throws InterruptedException {
    server.ask("HMSET", "hash", "data", "one", "version", "7");
    StateValue value = store.get(new GetRequest("hash", GetRequest.of("hash").consistency(), JSON));
    assertThat(value).isNotNull();
    assertThat(value.etag()).isEqualTo("7");
  }

  @Test
  void documentHoldsDataAndVersion() throws InterruptedException {
    store.set(document("a", "{\"b\": [1]}"));
    assertThat(text("a")).isEqualTo("{\"data\":{\"b\": [1]},\"version\":1}");
    store.set(document("c", "null").withConcurrency(Concurrency.FIRST_WRITE));
    assertThat(text("c")).isEqualTo("{\"data\":null,\"version\":1,\"first-write\":0}");
  }

  @Test
  void documentReplacesAHashAndCountsOn() throws InterruptedException {
    server.ask("HMSET", "hash", "data", "one", "version", "7");
    store.set(document("hash", "2").withEtag("7"));
    assertThat(text("hash")).isEqualTo("{\"data\":2,\"version\":8}");
    assertThat(server.ask("HEXISTS", "hash", "data")).isEqualTo(":0\r\n");
  }

  @Test
  void versionOfADocumentIsACondition() throws InterruptedException {
    assertThatExceptionOfType(ETagException.class)
        .isThrownBy(() -> store.set(document("doc", "1").withEtag("2")));
    assertThatExceptionOfType(ETagException.class)
        .isThrownBy(() -> store.set(document("doc", "1").withConcurrency(Concurrency.FIRST_WRITE)));
    assertThatExceptionOfType(ETagException.class)
        .isThrownBy(() -> store.delete(DeleteRequest.of("doc").withEtag("2")));
    store.delete(DeleteRequest.of("doc").withEtag("3"));
    assertThat(server.ask("EXISTS", "doc")).isEqualTo(":0\r\n");
  }

  @Test
  void transactionIsOfDocumentsIfItSaysSo() throws InterruptedException {
    store.transact(List.of(put("a", "1"), document("b", "2")), JSON);
    assertThat(text("a")).isEqualTo("{\"data\":1,\"version\":1}");
    assertThat(text("b")).isEqualTo("{\"data\":2,\"version\":1}");
  }

  @Test
  void onlyOneJsonValueIsADocument() {
    for (String text : List.of("", "{", "1,\"version\":9", "1 2", "{}}", "nul", "\"a\u0000\"")) {
      assertThatExceptionOfType(ComponentException.class)
          .as(text)
          .isThrownBy(() -> store.set(document("a", text)))
          .withMessageStartingWith("failed to set key a: the value of a is not ");
    }
    assertThat(server.ask("EXISTS", "a")).isEqualTo(":0\r\n");
  }

  private static SetRequest document(String key, String json) {
    return put(key, json).withMetadata(JSON);
  }

  private String text(String key) {
    return server.ask("HGET", key, "$").split("\r\n")[1];
  }
}
