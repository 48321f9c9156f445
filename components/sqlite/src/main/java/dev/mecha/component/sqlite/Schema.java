package dev.mecha.component.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Brings a file to the level of this code. A file that is there already is only read. */
final class Schema {

  private final Sql sql;
  private final boolean readOnly;

  Schema(Sql sql, boolean readOnly) {
    this.sql = sql;
    this.readOnly = readOnly;
  }

  /** Looks again when it has the lock: another process may have made the tables meanwhile. */
  void ensure(Statement statement) throws SQLException {
    if (readOnly || isCurrent(statement)) {
      return;
    }
    statement.execute("BEGIN EXCLUSIVE");
    boolean done = false;
    try {
      statement.execute(sql.createMetadata());
      statement.execute(sql.createState());
      if (level(statement) < Sql.LEVEL) {
        statement.execute(sql.writeLevel());
      }
      statement.execute("COMMIT");
      done = true;
    } finally {
      if (!done) {
        statement.execute("ROLLBACK");
      }
    }
  }

  private boolean isCurrent(Statement statement) throws SQLException {
    try (ResultSet tables = statement.executeQuery(sql.hasState())) {
      if (!tables.next() || tables.getInt(1) < 2) {
        return false;
      }
    }
    return level(statement) >= Sql.LEVEL;
  }

  private int level(Statement statement) throws SQLException {
    try (ResultSet level = statement.executeQuery(sql.readLevel())) {
      return level.next() ? parse(level.getString(1)) : 0;
    }
  }

  static int parse(String level) throws SQLException {
    if (!level.matches("\\d{1,9}")) {
      throw new SQLException("invalid migration level found in metadata table: " + level);
    }
    return Integer.parseInt(level);
  }
}
