package dev.mecha.component.postgresql;

import dev.mecha.component.support.sql.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tables to the level that this version needs. The level of a table is a row of the
 * metadata table, and a row called {@code lock} is held while it changes; both are the peer's, so
 * that its sidecars and ours never change a table at the same time. Where everything is there
 * nothing is locked or created: a role without the right to create is enough then.
 */
final class Migrations {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.contrib");

  /**
   * What comes of two sessions that create one table at once: one of them is told so, in either
   * way.
   */
  private static final Set<String> CREATED_BY_OTHERS = Set.of("23505", "42P07");

  private static final int ATTEMPTS = 3;

  private final StateSettings settings;
  private final String levelKey;
  private final List<Table.Level> levels;

  Migrations(StateSettings settings, Format format) {
    this.settings = settings;
    this.levelKey = format.levelKey();
    this.levels = format.levels();
  }

  /**
   * @param connection commits every statement on its own
   * @return how many levels were made
   * @throws SQLException if the server refuses, or a level is not a number
   */
  int run(Connection connection) throws SQLException {
    var metadata = new Table(connection, settings.metadataTable());
    var table = new Table(connection, settings.table());
    boolean exists = metadata.exists();
    if (exists && table.exists() && level(connection) >= levels.size()) {
      return 0;
    }
    if (!exists) {
      create(metadata);
    }
    update(
        connection,
        "INSERT INTO "
            + metadata.name()
            + " (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING",
        "lock",
        "lock");
    Work<Integer> climb = this::climb;
    return climb.inTransaction().on(connection);
  }

  private static void create(Table metadata) throws SQLException {
    LOG.info("Creating metadata table '{}'", metadata.name());
    for (int attempt = 1; ; attempt++) {
      try {
        metadata.execute(
            "CREATE TABLE IF NOT EXISTS "
                + metadata.name()
                + " (key text NOT NULL PRIMARY KEY, value text NOT NULL)");
        return;
      } catch (SQLException e) {
        if (attempt == ATTEMPTS || !CREATED_BY_OTHERS.contains(String.valueOf(e.getSQLState()))) {
          throw e;
        }
      }
    }
  }

  private int climb(Connection connection) throws SQLException {
    update(
        connection,
        "SELECT value FROM " + settings.metadataTable() + " WHERE key = ? FOR UPDATE",
        "lock");
    var table = new Table(connection, settings.table());
    int reached = table.exists() ? level(connection) : 0;
    for (int i = reached; i < levels.size(); i++) {
      LOG.info("Performing migration {}", i + 1);
      levels.get(i).make(table);
    }
    update(
        connection,
        "INSERT INTO "
            + settings.metadataTable()
            + " AS t (key, value) VALUES (?, ?)"
            + " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        levelKey,
        Integer.toString(Math.max(reached, levels.size())));
    return Math.max(0, levels.size() - reached);
  }

  private int level(Connection connection) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT value FROM " + settings.metadataTable() + " WHERE key = ?")) {
      statement.setString(1, levelKey);
      try (var rows = statement.executeQuery()) {
        String level = rows.next() ? rows.getString(1) : "0";
        if (!level.matches("\\d{1,9}")) {
          throw new SQLException("invalid migration level found in metadata table: " + level);
        }
        return Integer.parseInt(level);
      }
    }
  }

  private static void update(Connection connection, String sql, String... values)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      statement.execute();
    }
  }
}
