package dev.mecha.component.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.configuration.ChangeListener;
import dev.mecha.spi.configuration.ConfigurationItem;
import dev.mecha.spi.configuration.ConfigurationStore;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.ConfigurationStoreTck;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresConfigurationStoreTest extends ConfigurationStoreTck {

  private static String database = "";

  /** The connection of those who write, if another one cannot be made. */
  private @Nullable Connection writer;

  @BeforeAll
  static void createDatabase() {
    database = PostgresServer.shared().newDatabase();
    PostgresServer.shared()
        .execute(
            database,
            "CREATE TABLE configtable (key VARCHAR NOT NULL, value VARCHAR NOT NULL,"
                + " version VARCHAR NOT NULL, metadata JSON)",
            """
            CREATE FUNCTION tell() RETURNS trigger AS $$
            BEGIN
              PERFORM pg_notify('config', json_build_object('table', TG_TABLE_NAME, 'action', TG_OP,
                'data', CASE WHEN TG_OP = 'DELETE' THEN json_build_object('key', OLD.key)
                             ELSE json_build_object('key', NEW.key) END)::text);
              RETURN NULL;
            END $$ LANGUAGE plpgsql
            """,
            "CREATE TRIGGER tells AFTER INSERT OR UPDATE OR DELETE ON configtable"
                + " FOR EACH ROW EXECUTE PROCEDURE tell()");
  }

  @Override
  public ComponentProvider<ConfigurationStore> provider() {
    return new PostgresConfigurationStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return with("table", "configtable", "notifyChannel", "config");
  }

  private static Map<String, String> with(String... fields) {
    var metadata = new HashMap<>(PostgresServer.shared().metadata(database));
    for (int i = 0; i < fields.length; i += 2) {
      metadata.put(fields[i], fields[i + 1]);
    }
    return metadata;
  }

  @Override
  public void put(String key, String value, String version) throws SQLException {
    update("DELETE FROM configtable WHERE key = ?", key);
    update("INSERT INTO configtable (key, value, version) VALUES (?, ?, ?)", key, value, version);
  }

  @Override
  public void remove(String key) throws SQLException {
    update("DELETE FROM configtable WHERE key = ?", key);
  }

  private void update(String sql, String... values) throws SQLException {
    Connection open = writer;
    if (open != null) {
      update(open, sql, values);
      return;
    }
    try (Connection connection = PostgresServer.shared().connect(database)) {
      update(connection, sql, values);
    }
  }

  private static void update(Connection connection, String sql, String... values)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  /** All sessions end, and no other begins. */
  @Override
  public Outage outage() {
    return meanwhile -> {
      PostgresServer server = PostgresServer.shared();
      try (Connection own = server.connect(database)) {
        writer = own;
        server.execute(
            "postgres",
            "ALTER DATABASE " + database + " WITH ALLOW_CONNECTIONS false",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                + database
                + "' AND pid <> "
                + own.unwrap(org.postgresql.PGConnection.class).getBackendPID());
        meanwhile.run();
      } finally {
        writer = null;
        server.execute("postgres", "ALTER DATABASE " + database + " WITH ALLOW_CONNECTIONS true");
      }
    };
  }

  private ConfigurationStore create(Map<String, String> metadata) throws InterruptedException {
    return provider()
        .create(
            ComponentContexts.of("configuration.postgresql", Path.of("unused"))
                .metadata(metadata)
                .context());
  }

  @Test
  void rowsAreReadAsThePeerReadsThem() throws Exception {
    String insert = "INSERT INTO configtable VALUES (?, ?, ?, ?::json)";
    update(insert, key("a"), "two", "2", "{\"unit\": \"m\", \"n\": 7, \"x\": null}");
    update(insert, key("a"), "ten", "10", "{\"unit\": \"m\"}");
    update(insert, key("a"), "none", "not a number", "[1]");
    assertThat(store().get(List.of(key("a")), Map.of()))
        .isEqualTo(Map.of(key("a"), new ConfigurationItem("ten", "10", Map.of("unit", "m"))));
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> store().get(List.of("a;b"), Map.of()))
        .withMessage("invalid key : 'a;b'");
  }

  @Test
  void channelMayComeWithTheRequest() throws Exception {
    try (ConfigurationStore store = create(with("table", "configtable"))) {
      store.subscribe(List.of(), Map.of("PgNotifyChannel", "config"), new Ignoring()).close();
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> store.subscribe(List.of(), Map.of(), new Ignoring()))
          .withMessage(
              "unable to subscribe to \"configtable\". notifyChannel must be set in component"
                  + " metadata or request metadata");
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(
              () -> store.subscribe(List.of(), Map.of("pgNotifyChannel", "a;DROP"), new Ignoring()))
          .withMessage(
              "invalid notifyChannel name \"a;DROP\". non-alphanumerics or upper cased names are"
                  + " not supported");
    }
  }

  @Test
  void tablesHaveToBeThere() {
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> create(with("table", "absent")))
        .withMessage("postgreSQL configuration table 'absent' does not exist");
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> create(with("table", "A b")))
        .withMessageContaining("table: \"A b\"");
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> create(with()))
        .withMessage("table: missing (expected: a value)");
  }

  @Test
  void onlyTheKeyIsTakenFromANotice() {
    assertThat(Notice.key("{\"action\":\"UPDATE\",\"data\":{\"x\":[1],\"KEY\":\"a\"}}"))
        .isEqualTo("a");
    for (String other :
        List.of("", "a", "[]", "{}", "{\"data\":1}", "{\"data\":{\"key\":1}}", "{\"data")) {
      assertThat(Notice.key(other)).as(other).isNull();
    }
  }

  /** Does not listen. */
  private static final class Ignoring implements ChangeListener {
    @Override
    public void changed(Map<String, ConfigurationItem> items) {}

    @Override
    public void mayHaveChanged() {}
  }
}
