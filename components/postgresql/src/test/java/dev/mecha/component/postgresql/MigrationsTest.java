package dev.mecha.component.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.StateStore;
import dev.mecha.tck.VirtualThreads;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationsTest {

  private static final String COLUMNS =
      "SELECT string_agg(column_name || ' ' || data_type || ' ' || is_nullable || ' ' ||"
          + " is_identity, ', ' ORDER BY column_name) FROM information_schema.columns WHERE"
          + " table_name = 'state'";
  private static final String LEVELS =
      "SELECT string_agg(key || '=' || value, ' ' ORDER BY key) FROM dapr_metadata";

  private PostgresServer server;
  private String database;

  @BeforeEach
  void createDatabase() {
    server = PostgresServer.shared();
    database = server.newDatabase();
  }

  @Test
  void version1MakesThePeersTable() throws InterruptedException {
    Stores.open(database, "v1").close();

    assertThat(server.ask(database, COLUMNS))
        .isEqualTo(
            "expiredate timestamp with time zone YES NO, insertdate timestamp with time zone NO NO,"
                + " isbinary boolean NO NO, key text NO NO, row_id bigint NO YES,"
                + " updatedate timestamp with time zone YES NO, value jsonb NO NO");
    assertThat(server.ask(database, LEVELS)).isEqualTo("lock=lock migrations=3");
    assertThat(indexes()).isEqualTo("state_pkey, state_row_id_uidx");
  }

  @Test
  void version2MakesThePeersTable() throws InterruptedException {
    Stores.open(database, "v2").close();

    assertThat(server.ask(database, COLUMNS))
        .isEqualTo(
            "created_at timestamp with time zone NO NO, etag uuid NO NO, expires_at timestamp with"
                + " time zone YES NO, key text NO NO, row_id bigint NO YES, updated_at timestamp"
                + " with time zone YES NO, value bytea NO NO");
    assertThat(server.ask(database, LEVELS)).isEqualTo("lock=lock migrations-state-v2-=2");
    assertThat(indexes()).isEqualTo("state_expires_at_idx, state_pkey, state_row_id_uidx");
  }

  private String indexes() {
    return String.valueOf(
        server.ask(
            database,
            "SELECT string_agg(indexname, ', ' ORDER BY indexname COLLATE \"C\") FROM pg_indexes"
                + " WHERE tablename = 'state'"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void anOlderTableOfThePeersIsTakenFurther(int level) throws InterruptedException {
    server.execute(
        database,
        "CREATE TABLE dapr_metadata (key text NOT NULL PRIMARY KEY, value text NOT NULL)",
        "INSERT INTO dapr_metadata VALUES ('migrations', '" + level + "')",
        "CREATE TABLE state (key text NOT NULL PRIMARY KEY, value jsonb NOT NULL,"
            + " isbinary boolean NOT NULL, insertdate timestamptz NOT NULL DEFAULT now(),"
            + " updatedate timestamptz NULL)",
        level == 1 ? "SELECT 1" : "ALTER TABLE state ADD expiredate timestamptz",
        "INSERT INTO state (key, value, isbinary, insertdate) VALUES ('second', '2', false,"
            + " '2020-01-02'), ('first', '1', false, '2020-01-01'), ('a third', '3', false,"
            + " '2020-01-02')");

    try (StateStore store = Stores.open(database, "v1")) {
      Stores.putJson(store, "new", "4");
      assertThat(store.keysLike("%", 0, null).keys())
          .containsExactly("first", "a third", "second", "new");
      assertThat(Stores.text(store, "second")).isEqualTo("2");
    }
    assertThat(server.ask(database, LEVELS)).isEqualTo("lock=lock migrations=3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void manyStoresMayStartAtOnce(String version) throws Exception {
    VirtualThreads.run(
        8,
        thread -> {
          try (StateStore store = Stores.open(database, version, "maxConns", "2")) {
            Stores.put(store, "key" + thread, "value");
          }
        });

    try (StateStore store = Stores.open(database, version)) {
      assertThat(store.keysLike("key_", 0, null).keys()).hasSize(8);
    }
  }

  @Test
  void bothVersionsLiveInOneDatabase() throws InterruptedException {
    try (StateStore first = Stores.open(database, "v1");
        StateStore second = Stores.open(database, "v2", "tablePrefix", "two_");
        StateStore third = Stores.open(database, "v1", "tableName", "three")) {
      Stores.put(first, "a", "one");
      Stores.put(second, "a", "two");
      Stores.put(third, "a", "three");
      assertThat(Stores.text(first, "a")).isEqualTo("one");
      assertThat(Stores.text(second, "a")).isEqualTo("two");
      assertThat(Stores.text(third, "a")).isEqualTo("three");
    }
    assertThat(server.ask(database, LEVELS))
        .isEqualTo("lock=lock migrations=3 migrations-state-v2-two_=2");
  }

  @ParameterizedTest
  @CsvSource({"v1,tableName,state", "v2,tablePrefix,''"})
  void tablesMayBeInSchemasWithOddNames(String version, String field, String table)
      throws InterruptedException {
    server.execute(database, "CREATE SCHEMA \"It's \"\"odd\"\"\"");
    String schema = "\"It's \"\"odd\"\"\".";

    try (StateStore store =
        Stores.open(
            database, version, field, schema + table, "metadataTableName", schema + "\"M\"")) {
      Stores.put(store, "a", "one");
      assertThat(Stores.text(store, "a")).isEqualTo("one");
      assertThat(store.keysLike("%", 1, null).keys()).containsExactly("a");
    }
    Stores.open(database, version, field, schema + table, "metadataTableName", schema + "\"M\"")
        .close();
    assertThat(server.ask(database, "SELECT to_regclass('public.state')")).isNull();
  }

  @Test
  void aLevelThatALaterPeerHasReachedIsLeftAlone() throws InterruptedException {
    Stores.open(database, "v1").close();
    server.execute(database, "UPDATE dapr_metadata SET value = '9' WHERE key = 'migrations'");

    Stores.open(database, "v1").close();
    assertThat(server.ask(database, LEVELS)).isEqualTo("lock=lock migrations=9");
  }

  @Test
  void aLevelThatIsNoNumberIsReported() throws InterruptedException {
    Stores.open(database, "v1").close();
    server.execute(database, "UPDATE dapr_metadata SET value = 'x' WHERE key = 'migrations'");

    assertThatThrownBy(() -> Stores.open(database, "v1"))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("invalid migration level found in metadata table: x");
  }

  @Test
  void aRoleThatMayOnlyReadAndWriteIsEnoughOnceTheTablesAreThere() throws InterruptedException {
    Map<String, String> poor = poorRole("poor_" + database);

    assertThatThrownBy(() -> Stores.open(poor, "v2"))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("permission denied for schema public")
        .hasMessageContaining("42501")
        .hasMessageNotContaining("poor-secret");

    Stores.open(database, "v2").close();
    server.execute(database, "GRANT SELECT ON dapr_metadata TO poor_" + database);
    server.execute(database, "GRANT SELECT, INSERT, UPDATE, DELETE ON state TO poor_" + database);
    try (StateStore store = Stores.open(poor, "v2", "cleanupInterval", "0")) {
      Stores.put(store, "a", "one");
      assertThat(Stores.text(store, "a")).isEqualTo("one");
    }
  }

  @Test
  void aRoleThatMayNotWriteIsToldSo() throws InterruptedException {
    Map<String, String> poor = poorRole("reader_" + database);
    Stores.open(database, "v1").close();
    server.execute(database, "GRANT SELECT ON dapr_metadata, state TO reader_" + database);

    try (StateStore store = Stores.open(poor, "v1")) {
      assertThatThrownBy(() -> Stores.put(store, "a", "one"))
          .isInstanceOf(ComponentException.class)
          .hasMessageContaining("permission denied for table state");
      assertThat(Stores.text(store, "a")).isNull();
    }
  }

  private Map<String, String> poorRole(String role) {
    server.execute(
        database,
        "CREATE ROLE " + role + " LOGIN PASSWORD 'poor-secret'",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    var metadata = new HashMap<>(server.metadata(database));
    metadata.put("user", role);
    metadata.put("password", "poor-secret");
    return metadata;
  }
}
