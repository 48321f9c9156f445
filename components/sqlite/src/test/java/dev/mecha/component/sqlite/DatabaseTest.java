package dev.mecha.component.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateStore;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.VirtualThreads;
import dev.mecha.tck.state.EtagChecks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How connections are set up. */
class DatabaseTest {

  private static final String FULL = "2";
  private static final String EXTRA = "3";

  @TempDir Path folder;

  @Test
  void commitOfAWriteAheadLogWaitsForTheDisk() throws SQLException {
    try (Connection connection = connect(Map.of())) {
      assertThat(pragma(connection, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(connection, "synchronous")).isEqualTo(FULL);
    }
  }

  @Test
  void commitOfARollbackJournalWaitsForTheDiskAndItsFolder() throws SQLException {
    try (Connection connection = connect(Map.of("disableWAL", "true"))) {
      assertThat(pragma(connection, "journal_mode")).isEqualTo("delete");
      assertThat(pragma(connection, "synchronous")).isEqualTo(EXTRA);
    }
  }

  @Test
  void pragmasOfTheConnectionStringHaveTheLastWord() throws SQLException {
    String file = folder.resolve("a b.db").toString().replace(" ", "%20");
    Map<String, String> metadata =
        Map.of("connectionString", file + "?_pragma=cache_size(-123)&_pragma=synchronous(1)");
    try (Connection connection = connect(metadata)) {
      assertThat(pragma(connection, "cache_size")).isEqualTo("-123");
      assertThat(pragma(connection, "synchronous")).isEqualTo("1");
    }
    assertThat(folder.resolve("a b.db")).exists();
  }

  @Test
  void readersAndWritersOfARollbackJournalWaitForEachOther() throws Exception {
    try (StateStore store = new SqliteStateStore(context(Map.of("disableWAL", "true")).context())) {
      store.set(SetRequest.of("counter", "0".getBytes(StandardCharsets.UTF_8)));
      VirtualThreads.run(4, thread -> EtagChecks.count(store, "counter", 10));
      var counter = store.get(GetRequest.of("counter"));
      assertThat(counter).isNotNull();
      assertThat(new String(counter.bytes(), StandardCharsets.UTF_8)).isEqualTo("40");
    }
    assertThat(Files.exists(folder.resolve("component.db-wal"))).isFalse();
  }

  @Test
  void orderlyEndLeavesTheFileAlone() throws Exception {
    try (StateStore store = new SqliteStateStore(context(Map.of()).context())) {
      store.set(SetRequest.of("a", new byte[1]));
      store.get(GetRequest.of("a"));
      assertThat(folder.resolve("component.db-wal")).exists();
    }
    assertThat(folder.resolve("component.db-wal")).doesNotExist();
    assertThat(folder.resolve("component.db-shm")).doesNotExist();
  }

  private Connection connect(Map<String, String> metadata) throws SQLException {
    var context = context(metadata).context();
    return new Database(SqliteSettings.of(context), folder, context.clock()).connect();
  }

  private ComponentContexts context(Map<String, String> metadata) {
    return ComponentContexts.of("state.sqlite", folder).metadata(metadata);
  }

  private static String pragma(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA " + name)) {
      return rows.getString(1);
    }
  }
}
