package dev.mecha.component.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.ValueEncoding;
import dev.mecha.tck.ComponentContexts;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows as the peer writes and expects them, and tables as it once made them. */
class PeerTableTest {

  private MariaServer server;
  private String schema;

  @BeforeEach
  void nameSchema() {
    server = MariaServer.shared();
    schema = server.newSchema();
  }

  private StateStore open(String... fields) throws InterruptedException {
    var metadata = new HashMap<String, String>();
    metadata.put("connectionString", server.name("", "?parseTime=true"));
    metadata.put("schemaName", schema);
    for (int i = 0; i < fields.length; i += 2) {
      metadata.put(fields[i], fields[i + 1]);
    }
    return new MySqlStateStore.Provider()
        .create(
            ComponentContexts.of("state.mysql", Path.of("unused")).metadata(metadata).context());
  }

  private static @Nullable String text(StateStore store, String key) throws InterruptedException {
    StateValue value = store.get(GetRequest.of(key));
    return value == null ? null : new String(value.bytes(), UTF_8);
  }

  @Test
  void readsThePeersRows() throws Exception {
    try (StateStore store = open()) {
      server.execute(
          "SET time_zone = '+00:00'; INSERT INTO "
              + schema
              + ".state (id, value, isbinary, eTag, expiredate) VALUES"
              + " ('document', '{\"a\":1}', false, 'e1', NULL),"
              + " ('bytes', '\"AP9/\"', true, 'e2', '2037-01-02 03:04:05'),"
              + " ('gone', '1', false, 'e3', now() - interval 1 second),"
              + " ('broken', '\"?\"', true, 'e4', NULL)");
      assertThat(text(store, "document")).isEqualTo("{\"a\":1}");
      StateValue bytes = store.get(GetRequest.of("bytes"));
      assertThat(bytes).isNotNull();
      assertThat(bytes.bytes()).containsExactly(0, 255, 127);
      assertThat(bytes.etag()).isEqualTo("e2");
      assertThat(bytes.metadata()).isEqualTo(Map.of("ttlExpireTime", "2037-01-02T03:04:05Z"));
      assertThat(text(store, "gone")).isNull();
      assertThat(store.bulkGet(List.of(GetRequest.of("document"), GetRequest.of("broken"))))
          .extracting(BulkItem::error)
          .containsExactly(null, "a value that is marked as binary is not in Base64");
    }
  }

  @Test
  void writesRowsThatThePeerReads() throws Exception {
    try (StateStore store = open("tableName", "other")) {
      store.set(
          SetRequest.of("document", new byte[0])
              .withValue("{\"b\":\"ü\"}".getBytes(UTF_8), ValueEncoding.JSON));
      store.set(SetRequest.of("bytes", new byte[] {0, -1, 127}));
      store.set(SetRequest.of("mortal", new byte[0]).withMetadata(Map.of("ttlInSeconds", "100")));
      String from = " FROM " + schema + ".other WHERE id = ";
      assertThat(server.ask("SELECT concat(value, isbinary)" + from + "'document'"))
          .isEqualTo("{\"b\":\"ü\"}0");
      assertThat(server.ask("SELECT concat(value, isbinary)" + from + "'bytes'"))
          .isEqualTo("\"AP9/\"1");
      assertThat(server.ask("SELECT length(eTag)" + from + "'bytes'")).isEqualTo("36");
      assertThat(
              server.ask(
                  "SELECT timestampdiff(SECOND, insertDate, expiredate)" + from + "'mortal'"))
          .isIn("100", "101");
    }
  }

  @Test
  void deepJsonIsKeptAsBytes() throws Exception {
    String deep = "[".repeat(200) + "]".repeat(200);
    try (StateStore store = open()) {
      store.set(
          SetRequest.of("deep", new byte[0]).withValue(deep.getBytes(UTF_8), ValueEncoding.JSON));
      assertThat(text(store, "deep")).isEqualTo(deep);
    }
  }

  @Test
  void anOldTableIsCompleted() throws Exception {
    server.execute(
        "CREATE DATABASE "
            + schema
            + "; CREATE TABLE "
            + schema
            + ".state (id VARCHAR(255) NOT NULL PRIMARY KEY, value JSON NOT NULL, isbinary BOOLEAN"
            + " NOT NULL, insertDate TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, updateDate"
            + " TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, eTag"
            + " VARCHAR(36) NOT NULL); INSERT INTO "
            + schema
            + ".state (id, value, isbinary, eTag) VALUES ('old', '1', false, 'e')");
    try (StateStore store = open();
        StateStore second = open()) {
      assertThat(text(store, "old")).isEqualTo("1");
      store.set(SetRequest.of("new", new byte[] {1}).withMetadata(Map.of("ttlInSeconds", "100")));
      assertThat(second.keysLike("%", 0, null).keys()).containsExactly("old", "new");
    }
  }

  @Test
  void whatHasExpiredIsRemoved() throws Exception {
    try (StateStore store = open("cleanupInterval", "1s")) {
      store.set(SetRequest.of("mortal", new byte[0]).withMetadata(Map.of("ttlInSeconds", "1")));
      await().until(() -> "0".equals(server.ask("SELECT count(*) FROM " + schema + ".state")));
    }
  }

  @Test
  void theServersEndIsSaidAndItsReturnNoticed() throws Exception {
    try (MariaServer own = MariaServer.start()) {
      server = own;
      try (StateStore store = open()) {
        store.set(SetRequest.of("kept", new byte[] {49}));
        own.kill();
        assertThatExceptionOfType(ComponentException.class)
            .isThrownBy(() -> store.get(GetRequest.of("kept")))
            .withMessageContaining("MySQL at 127.0.0.1")
            .withMessageNotContaining(MariaServer.PASSWORD);
        own.restart();
        await()
            .ignoreExceptionsInstanceOf(ComponentException.class)
            .until(() -> "1".equals(text(store, "kept")));
      }
    }
  }
}
