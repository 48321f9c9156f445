package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sqlite.BusyHandler;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * Opens sessions and names what goes wrong in them.
 *
 * <p>A commit returns when the disk has it: with a write-ahead log, {@code synchronous=FULL}
 * synchronises the log at every commit (the default of many drivers, {@code NORMAL}, does so at
 * checkpoints only and may lose the last seconds at a power failure); with a rollback journal it
 * takes {@code EXTRA}, which also synchronises the folder from which the journal goes.
 */
final class Database {

  private final SqliteSettings settings;
  private final Path home;
  private final InstantSource clock;
  private final Sql sql;
  private final Tables tables;

  /** Makes the tables of a file if they are not there. */
  @FunctionalInterface
  interface Tables {
    void ensure(Statement statement) throws SQLException;
  }

  Database(SqliteSettings settings, Path home, InstantSource clock) {
    this(settings, home, clock, Sql.of(settings.tableName(), settings.metadataTableName()), null);
  }

  /**
   * @param settings where the file is
   * @param home where the native library is kept
   * @param clock the time
   * @param tables makes other tables than those of a state store
   */
  Database(SqliteSettings settings, Path home, InstantSource clock, Tables tables) {
    this(settings, home, clock, Sql.of(settings.tableName(), settings.metadataTableName()), tables);
  }

  private Database(
      SqliteSettings settings, Path home, InstantSource clock, Sql sql, @Nullable Tables tables) {
    this.settings = settings;
    this.home = home;
    this.clock = clock;
    this.sql = sql;
    this.tables = tables == null ? new Schema(sql, settings.source().readOnly())::ensure : tables;
  }

  boolean inMemory() {
    return settings.source().memory();
  }

  Duration timeout() {
    return settings.timeout();
  }

  Duration cleanupInterval() {
    return settings.cleanupInterval();
  }

  /** Opens a session that writes, and makes the tables if they are not there. */
  Session openWriter() throws SQLException {
    Connection connection = connect();
    try (Statement statement = connection.createStatement()) {
      tables.ensure(statement);
    } catch (SQLException e) {
      Session.closeQuietly(connection);
      throw e;
    }
    return new Session(connection, sql, clock);
  }

  Session openReader() throws SQLException {
    Connection connection = connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = ON");
    } catch (SQLException e) {
      Session.closeQuietly(connection);
      throw e;
    }
    return new Session(connection, sql, clock);
  }

  Connection connect() throws SQLException {
    prepareHome();
    String file = settings.source().fileName();
    Connection connection = new JDBC4Connection("jdbc:sqlite:" + file, file, new Properties());
    BusyHandler.setHandler(connection, new Patience(settings.busyTimeout()));
    try (Statement statement = connection.createStatement()) {
      configure(statement);
      return connection;
    } catch (SQLException e) {
      Session.closeQuietly(connection);
      throw e;
    }
  }

  private void prepareHome() throws SQLException {
    try {
      Path folder = settings.source().folder();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      NativeLibrary.load(home);
    } catch (IOException e) {
      throw new SQLException(e.toString(), e);
    }
  }

  private void configure(Statement statement) throws SQLException {
    if (settings.source().memory()) {
      statement.execute("PRAGMA journal_mode = MEMORY");
    } else if (!settings.source().readOnly()) {
      chooseJournal(statement);
    }
    statement.execute("PRAGMA fullfsync = ON");
    statement.execute("PRAGMA journal_size_limit = 67108864");
    for (String pragma : settings.source().pragmas()) {
      statement.execute("PRAGMA " + pragma);
    }
  }

  /** Changing the journal takes a lock for which SQLite does not wait by itself. */
  private void chooseJournal(Statement statement) throws SQLException {
    long start = System.nanoTime();
    while (true) {
      try {
        statement.execute("PRAGMA journal_mode = " + (settings.wal() ? "WAL" : "DELETE"));
        statement.execute("PRAGMA synchronous = " + (settings.wal() ? "FULL" : "EXTRA"));
        return;
      } catch (SQLException e) {
        long waited = System.nanoTime() - start;
        if (!isBusy(e) || waited > settings.busyTimeout().toNanos()) {
          throw e;
        }
        LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(5));
      }
    }
  }

  /**
   * @return whether somebody else holds a lock; the session is as good as before
   */
  static boolean isBusy(SQLException failure) {
    return failure instanceof SQLiteException sqlite
        && (sqlite.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
  }

  /**
   * @return the failure for the caller: which database, and what SQLite says
   */
  ComponentException failure(SQLException cause) {
    return new ComponentException(
        "sqlite " + settings.source().label() + ": " + cause.getMessage(), cause);
  }
}
