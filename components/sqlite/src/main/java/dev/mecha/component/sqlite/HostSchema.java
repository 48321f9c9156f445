package dev.mecha.component.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes the table of hosts. A file that has it already is only read. */
final class HostSchema {

  private final HostSql sql;

  HostSchema(HostSql sql) {
    this.sql = sql;
  }

  /** Looks again when it has the lock: another process may have made the tables meanwhile. */
  void ensure(Statement statement) throws SQLException {
    if (isCurrent(statement)) {
      return;
    }
    statement.execute("BEGIN EXCLUSIVE");
    boolean done = false;
    try {
      statement.execute(sql.createMetadata());
      if (level(statement) < HostSql.LEVEL) {
        statement.execute(sql.createHosts());
        statement.execute(sql.indexAddress());
        statement.execute(sql.indexUpdate());
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
    try (ResultSet tables = statement.executeQuery(sql.hasTables())) {
      if (!tables.next() || tables.getInt(1) < 2) {
        return false;
      }
    }
    return level(statement) >= HostSql.LEVEL;
  }

  private int level(Statement statement) throws SQLException {
    try (ResultSet level = statement.executeQuery(sql.readLevel())) {
      return level.next() ? Schema.parse(level.getString(1)) : 0;
    }
  }
}
