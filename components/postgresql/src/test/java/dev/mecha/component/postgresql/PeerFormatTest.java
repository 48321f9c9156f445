package dev.mecha.component.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows as the peer writes and expects them. */
class PeerFormatTest {

  private PostgresServer server;
  private String database;

  @BeforeEach
  void createDatabase() {
    server = PostgresServer.shared();
    database = server.newDatabase();
  }

  @Test
  void version1ReadsThePeersRows() throws InterruptedException {
    try (StateStore store = Stores.open(database, "v1")) {
      server.execute(
          database,
          "INSERT INTO state (key, value, isbinary, expiredate) VALUES"
              + " ('document', '{\"a\":1}', false, NULL),"
              + " ('bytes', '\"AP9/\"', true, '2100-01-02 03:04:05.678+02'),"
              + " ('none', '\"\"', true, NULL),"
              + " ('gone', '1', false, now() - interval '1 second'),"
              + " ('broken', '\"?\"', true, NULL)");

      assertThat(Stores.text(store, "document")).isEqualTo("{\"a\": 1}");
      StateValue bytes = store.get(GetRequest.of("bytes"));
      assertThat(bytes).isNotNull();
      assertThat(bytes.bytes()).containsExactly(0, 255, 127);
      assertThat(bytes.metadata()).isEqualTo(Map.of("ttlExpireTime", "2100-01-02T01:04:05Z"));
      assertThat(bytes.etag())
          .isEqualTo(server.ask(database, "SELECT xmin FROM state WHERE key = 'bytes'"));
      assertThat(Stores.text(store, "none")).isEmpty();
      assertThat(Stores.text(store, "gone")).isNull();
      assertThat(store.bulkGet(List.of(GetRequest.of("document"), GetRequest.of("broken"))))
          .extracting(BulkItem::error)
          .containsExactly(null, "a value that is marked as binary is not in Base64");
    }
  }

  @Test
  void version1WritesRowsThatThePeerReads() throws InterruptedException {
    try (StateStore store = Stores.open(database, "v1")) {
      Stores.putJson(store, "document", "{\"b\":\"ü\",\"a\":1}");
      store.set(SetRequest.of("bytes", new byte[] {0, -1, 127}));
      store.set(SetRequest.of("expires", new byte[0]).withMetadata(Map.of("ttlInSeconds", "100")));
      Stores.put(store, "document2", "1");
      Stores.putJson(store, "document2", "2");

      assertThat(row("document")).isEqualTo("{\"a\": 1, \"b\": \"ü\"} false");
      assertThat(row("bytes")).isEqualTo("\"AP9/\" true");
      assertThat(row("document2")).isEqualTo("2 false");
      assertThat(
              server.ask(
                  database,
                  "SELECT extract(epoch FROM expiredate - insertdate)::int FROM state WHERE key ="
                      + " 'expires'"))
          .isEqualTo("100");
      assertThat(
              server.ask(
                  database, "SELECT string_agg(key, ' ') FROM state WHERE updatedate IS NOT NULL"))
          .isEqualTo("document2");
    }
  }

  @Test
  void version1KeepsWhatIsNoDocumentToTheServerAsBytes() throws InterruptedException {
    try (StateStore store = Stores.open(database, "v1")) {
      String json = "{\"a\" : \"\\u0000\"}";
      Stores.putJson(store, "nul", json);

      assertThat(Stores.text(store, "nul")).isEqualTo(json);
      assertThat(row("nul")).endsWith(" true");
    }
  }

  private String row(String key) {
    return String.valueOf(
        server.ask(
            database,
            "SELECT value::text || ' ' || isbinary FROM state WHERE key = '" + key + "'"));
  }

  @Test
  void version2ReadsThePeersRows() throws InterruptedException {
    try (StateStore store = Stores.open(database, "v2")) {
      server.execute(
          database,
          "INSERT INTO state (key, value, etag, expires_at) VALUES ('a', '\\x00ff7f',"
              + " '7b104dbd-1ae2-4772-bfa0-e29c7b89bc9b', '2100-01-02 03:04:05.678+02'), ('gone',"
              + " '', gen_random_uuid(), now() - interval '1 second')");

      StateValue value = store.get(GetRequest.of("a"));
      assertThat(value).isNotNull();
      assertThat(value.bytes()).containsExactly(0, 255, 127);
      assertThat(value.etag()).isEqualTo("7b104dbd-1ae2-4772-bfa0-e29c7b89bc9b");
      assertThat(value.metadata()).isEqualTo(Map.of("ttlExpireTime", "2100-01-02T01:04:05Z"));
      assertThat(Stores.text(store, "gone")).isNull();
      store.set(SetRequest.of("a", new byte[0]).withEtag("7B104DBD-1AE2-4772-BFA0-E29C7B89BC9B"));
      assertThat(Stores.text(store, "a")).isEmpty();
    }
  }

  @Test
  void version2WritesRowsThatThePeerReads() throws InterruptedException {
    try (StateStore store = Stores.open(database, "v2")) {
      store.set(
          SetRequest.of("a", "\\x 'ü'".getBytes(StandardCharsets.UTF_8))
              .withMetadata(Map.of("ttlInSeconds", "100")));

      assertThat(
              server.ask(
                  database,
                  "SELECT convert_from(value, 'UTF8') || ' ' || extract(epoch FROM expires_at -"
                      + " created_at)::int FROM state"))
          .isEqualTo("\\x 'ü' 100");
    }
  }
}
