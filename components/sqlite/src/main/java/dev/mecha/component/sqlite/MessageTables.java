package dev.mecha.component.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables of a broker: a log of messages for all topics; how far each group of consumers has
 * come in a topic; which messages behind that point are in somebody's hands or wait to come again;
 * and where the processes listen that want to know of new messages.
 */
final class MessageTables {

  private static final int LEVEL = 1;

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE IF NOT EXISTS pubsub_messages (id INTEGER PRIMARY KEY AUTOINCREMENT,"
              + " topic TEXT NOT NULL, data BLOB NOT NULL, content_type TEXT, metadata BLOB,"
              + " published INTEGER NOT NULL, expires INTEGER)",
          "CREATE INDEX IF NOT EXISTS pubsub_messages_topic ON pubsub_messages (topic, id)",
          "CREATE TABLE IF NOT EXISTS pubsub_groups (topic TEXT NOT NULL, name TEXT NOT NULL,"
              + " position INTEGER NOT NULL, seen INTEGER NOT NULL,"
              + " PRIMARY KEY (topic, name)) WITHOUT ROWID",
          "CREATE TABLE IF NOT EXISTS pubsub_claims (topic TEXT NOT NULL, name TEXT NOT NULL,"
              + " id INTEGER NOT NULL, owner TEXT NOT NULL, due INTEGER NOT NULL,"
              + " attempts INTEGER NOT NULL, PRIMARY KEY (topic, name, id)) WITHOUT ROWID",
          "CREATE TABLE IF NOT EXISTS pubsub_listeners (port INTEGER PRIMARY KEY,"
              + " seen INTEGER NOT NULL)",
          "CREATE TABLE IF NOT EXISTS pubsub_metadata (key TEXT NOT NULL PRIMARY KEY,"
              + " value INTEGER NOT NULL)",
          "INSERT OR IGNORE INTO pubsub_metadata (key, value) VALUES ('level', " + LEVEL + ")");

  private MessageTables() {}

  /** Looks again when it has the lock: another process may have made the tables meanwhile. */
  static void ensure(Statement statement) throws SQLException {
    if (level(statement) >= LEVEL) {
      return;
    }
    statement.execute("BEGIN IMMEDIATE");
    boolean done = false;
    try {
      for (String table : TABLES) {
        statement.execute(table);
      }
      statement.execute("COMMIT");
      done = true;
    } finally {
      if (!done) {
        statement.execute("ROLLBACK");
      }
    }
  }

  private static int level(Statement statement) throws SQLException {
    String there = "SELECT count(*) FROM sqlite_master WHERE name = 'pubsub_metadata'";
    try (ResultSet row = statement.executeQuery(there)) {
      if (!row.next() || row.getInt(1) == 0) {
        return 0;
      }
    }
    String level = "SELECT value FROM pubsub_metadata WHERE key = 'level'";
    try (ResultSet row = statement.executeQuery(level)) {
      return row.next() ? row.getInt(1) : 0;
    }
  }
}
