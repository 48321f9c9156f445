package dev.mecha.component.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.TimeToLive;
import dev.mecha.spi.state.ValueEncoding;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.TckClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file goes from the peer to this store and back. */
class CompatibilityTest {

  @TempDir Path folder;

  private final TckClock clock = new TckClock(Instant.parse("2026-03-01T10:00:00.400Z"));

  /** Tables and rows in the form in which the peer's component makes them. */
  private static final List<String> PEER =
      List.of(
          "CREATE TABLE metadata (key text NOT NULL PRIMARY KEY, value text NOT NULL)",
          "CREATE TABLE state (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL,"
              + " is_binary BOOLEAN NOT NULL, etag TEXT NOT NULL,"
              + " expiration_time TIMESTAMP DEFAULT NULL,"
              + " update_time TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)",
          "INSERT INTO metadata VALUES ('migrations', '1')",
          "INSERT INTO state VALUES ('app||json', '{\"a\":[1,2]}', 0,"
              + " '0d5fd2f0-72f4-4ae4-8a70-4bd68bd0e4ab', NULL, '2026-02-03 01:04:34')",
          "INSERT INTO state VALUES ('app||bytes', 'AP9/', 1,"
              + " '7c04e6cc-2b4e-4bd8-a0b9-0a1bf1d01a55', NULL, '2026-02-03 01:04:34')",
          "INSERT INTO state VALUES ('app||lasting', '1', 0, 'e1',"
              + " '2026-03-01 10:00:01', '2026-02-03 01:04:34')",
          "INSERT INTO state VALUES ('app||gone', '1', 0, 'e2',"
              + " '2026-03-01 10:00:00', '2026-02-03 01:04:34')");

  @Test
  void readsWhatThePeerWrote() throws Exception {
    sql(PEER);
    try (StateStore store = open(Map.of())) {
      StateValue json = get(store, "app||json");
      assertThat(new String(json.bytes(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":[1,2]}");
      assertThat(json.etag()).isEqualTo("0d5fd2f0-72f4-4ae4-8a70-4bd68bd0e4ab");
      assertThat(get(store, "app||bytes").bytes()).isEqualTo(new byte[] {0, -1, 127});
      assertThat(get(store, "app||lasting").metadata())
          .isEqualTo(Map.of(TimeToLive.EXPIRE_TIME, "2026-03-01T10:00:01Z"));
      assertThat(store.get(GetRequest.of("app||gone"))).isNull();
    }
  }

  @Test
  void changesWhatThePeerWrote() throws Exception {
    sql(PEER);
    try (StateStore store = open(Map.of())) {
      String etag = get(store, "app||json").etag();
      store.set(SetRequest.of("app||json", new byte[] {1}).withEtag(etag));
      store.delete(DeleteRequest.of("app||bytes").withEtag("7c04e6cc-2b4e-4bd8-a0b9-0a1bf1d01a55"));
      assertThat(get(store, "app||json").bytes()).isEqualTo(new byte[] {1});
      assertThat(store.get(GetRequest.of("app||bytes"))).isNull();
    }
  }

  @Test
  void writesRowsAsThePeerDoes() throws Exception {
    try (StateStore store = open(Map.of())) {
      SetRequest request = SetRequest.of("app||bytes", new byte[] {0, -1, 127});
      store.set(request);
      store.set(
          request
              .withKey("app||json")
              .withValue("{\"ä\":1}".getBytes(StandardCharsets.UTF_8), ValueEncoding.JSON)
              .withMetadata(Map.of(TimeToLive.IN_SECONDS, "60")));
    }
    assertThat(
            rows(
                "SELECT key, value, is_binary, typeof(is_binary), expiration_time, update_time FROM"
                    + " state"))
        .containsExactly(
            "app||bytes AP9/ 1 integer null 2026-03-01 10:00:00",
            "app||json {\"ä\":1} 0 integer 2026-03-01 10:01:01 2026-03-01 10:00:00");
    assertThat(rows("SELECT length(etag) FROM state")).containsExactly("36", "36");
    assertThat(rows("SELECT key, value FROM metadata")).containsExactly("migrations 1");
    assertThat(
            rows(
                "SELECT name || ' ' || type || ' ' || \"notnull\" || ' ' || pk FROM"
                    + " pragma_table_info('state')"))
        .containsExactly(
            "key TEXT 1 1",
            "value TEXT 1 0",
            "is_binary BOOLEAN 1 0",
            "etag TEXT 1 0",
            "expiration_time TIMESTAMP 0 0",
            "update_time TIMESTAMP 1 0");
  }

  @Test
  void laterLevelOfTheSchemaIsAccepted() throws Exception {
    sql(PEER);
    sql(List.of("UPDATE metadata SET value = '7'"));
    open(Map.of()).close();
    assertThat(rows("SELECT value FROM metadata")).containsExactly("7");
  }

  @Test
  void twoComponentsMayShareAFile() throws Exception {
    try (StateStore orders = open(Map.of("tableName", "order"));
        StateStore users = open(Map.of("tableName", "users"))) {
      orders.set(SetRequest.of("a", new byte[] {1}));
      users.set(SetRequest.of("a", new byte[] {2}));
      assertThat(get(orders, "a").bytes()).isEqualTo(new byte[] {1});
      assertThat(get(users, "a").bytes()).isEqualTo(new byte[] {2});
    }
  }

  private static StateValue get(StateStore store, String key) throws InterruptedException {
    StateValue value = store.get(GetRequest.of(key));
    assertThat(value).as(key).isNotNull();
    return value;
  }

  private StateStore open(Map<String, String> metadata) throws InterruptedException {
    return new SqliteStateStore(
        ComponentContexts.of("state.sqlite", folder)
            .name("shop")
            .metadata(metadata)
            .clock(clock)
            .context());
  }

  private void sql(List<String> statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }

  private List<String> rows(String query) throws SQLException {
    var rows = new ArrayList<String>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        var row = new ArrayList<String>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join(" ", row));
      }
    }
    return rows;
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("shop.db"));
  }
}
