package dev.mecha.component.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/**
 * Prepares the tables, those too that an older peer has made. Sidecars that start together take
 * turns.
 */
final class StateTables {

  /** A database, a table, a column or an index that somebody else has just made. */
  private static final Set<Integer> THERE_ALREADY = Set.of(1007, 1050, 1060, 1061);

  private final StateSettings settings;

  StateTables(StateSettings settings) {
    this.settings = settings;
  }

  /**
   * @return true
   * @throws SQLException if the server refuses
   */
  Boolean prepare(Connection connection) throws SQLException {
    ask(connection, "SELECT GET_LOCK(?, 60)", settings.states());
    try {
      if (!has(connection, "schemata WHERE schema_name = ?", settings.schema())) {
        execute(connection, "CREATE DATABASE " + settings.schema() + " CHARACTER SET utf8mb4");
      }
      if (!hasTable(connection, settings.table())) {
        create(connection);
      }
      complete(connection);
      if (!hasTable(connection, settings.metadataTable())) {
        execute(
            connection,
            "CREATE TABLE "
                + settings.metadata()
                + " (id VARCHAR(255) NOT NULL PRIMARY KEY, value TEXT NOT NULL)");
      }
      return true;
    } finally {
      ask(connection, "SELECT RELEASE_LOCK(?)", settings.states());
    }
  }

  /** As the peer lays it out; but keys that differ in case or in blanks are different keys. */
  private void create(Connection connection) throws SQLException {
    boolean maria;
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT VERSION()")) {
      maria = rows.next() && rows.getString(1).contains("MariaDB");
    }
    execute(
        connection,
        """
        CREATE TABLE %s (
          id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE %s NOT NULL PRIMARY KEY,
          value JSON NOT NULL,
          isbinary BOOLEAN NOT NULL,
          insertDate TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
          updateDate TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
          eTag VARCHAR(36) NOT NULL,
          expiredate TIMESTAMP NULL,
          INDEX expiredate_idx (expiredate))
        """
            .formatted(settings.states(), maria ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin"));
  }

  private void complete(Connection connection) throws SQLException {
    if (!hasColumn(connection, "expiredate")) {
      execute(connection, alter("ADD COLUMN expiredate TIMESTAMP NULL"));
      execute(connection, alter("ADD INDEX expiredate_idx (expiredate)"));
    }
    if (!hasColumn(connection, "row_id")) {
      execute(
          connection,
          alter(
              "ADD COLUMN row_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,"
                  + " ADD UNIQUE KEY row_id_uidx (row_id)"));
    }
  }

  private String alter(String what) {
    return "ALTER TABLE " + settings.states() + " " + what;
  }

  private boolean hasTable(Connection connection, String table) throws SQLException {
    return has(
        connection, "tables WHERE table_schema = ? AND table_name = ?", settings.schema(), table);
  }

  private boolean hasColumn(Connection connection, String column) throws SQLException {
    return has(
        connection,
        "columns WHERE table_schema = ? AND table_name = ? AND column_name = ?",
        settings.schema(),
        settings.table(),
        column);
  }

  private static boolean has(Connection connection, String what, String... values)
      throws SQLException {
    return ask(connection, "SELECT count(*) FROM information_schema." + what, values) > 0;
  }

  private static long ask(Connection connection, String sql, String... values) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      try (var rows = statement.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      if (!THERE_ALREADY.contains(e.getErrorCode())) {
        throw e;
      }
    }
  }
}
