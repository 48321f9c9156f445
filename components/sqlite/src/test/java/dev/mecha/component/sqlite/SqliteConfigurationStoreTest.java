package dev.mecha.component.sqlite;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.configuration.ConfigurationStore;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.ConfigurationStoreTck;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqliteConfigurationStoreTest extends ConfigurationStoreTck {

  @Override
  public ComponentProvider<ConfigurationStore> provider() {
    return new SqliteConfigurationStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of(
        "connectionString",
        folder.resolve("configuration.db").toString(),
        "pollInterval",
        "20ms",
        "busyTimeout",
        "10s");
  }

  @Override
  public void put(String key, String value, String version) throws SQLException {
    update("INSERT OR REPLACE INTO configuration VALUES (?, ?, ?)", key, value, version);
  }

  @Override
  public void remove(String key) throws SQLException {
    update("DELETE FROM configuration WHERE key = ?", key);
  }

  private void update(String sql, String... values) throws SQLException {
    String url = "jdbc:sqlite:" + folder.resolve("configuration.db");
    try (Connection connection = DriverManager.getConnection(url)) {
      try (var wait = connection.createStatement()) {
        wait.execute("PRAGMA busy_timeout = 10000");
      }
      try (var statement = connection.prepareStatement(sql)) {
        for (int i = 0; i < values.length; i++) {
          statement.setString(i + 1, values[i]);
        }
        statement.executeUpdate();
      }
    }
  }

  @Test
  void memoryIsRefused() {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(
            () ->
                new SqliteConfigurationStore(
                    ComponentContexts.of("configuration.sqlite", folder)
                        .metadata(Map.of("connectionString", ":memory:"))
                        .context()))
        .withMessageContaining("(expected: a file");
  }
}
