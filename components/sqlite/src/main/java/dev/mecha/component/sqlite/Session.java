package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.KeysPage;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.TimeToLive;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection with its prepared statements. Belongs to one thread. */
final class Session implements AutoCloseable {

  private final Connection connection;
  private final Sql sql;
  private final InstantSource clock;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private boolean relaxed;

  Session(Connection connection, Sql sql, InstantSource clock) {
    this.connection = connection;
    this.sql = sql;
    this.clock = clock;
  }

  /** Takes the write lock at once: a transaction that begins with a read may never get it. */
  void begin() throws SQLException {
    prepare("BEGIN IMMEDIATE").execute();
  }

  /**
   * Says whether the next transactions wait for the disk. What does not may be undone by a power
   * failure, whole and from the last one on; not by the end of the process.
   */
  void relax(boolean wanted) throws SQLException {
    if (relaxed != wanted) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA synchronous = " + (wanted ? "NORMAL" : "FULL"));
      }
      relaxed = wanted;
    }
  }

  /** Returns when the transaction is on the disk, unless the session is relaxed. */
  void commit() throws SQLException {
    prepare("COMMIT").execute();
  }

  /**
   * Undoes what is open, if anything is. The driver drops statements that failed, so all are made
   * anew.
   */
  void rollback() throws SQLException {
    prepared.values().forEach(Session::closeQuietly);
    prepared.clear();
    try (Statement statement = connection.createStatement()) {
      statement.execute("ROLLBACK");
    }
  }

  /**
   * Does all of the work or, if it is refused, none of it; what it reads is of one moment. Stands
   * alone or inside the transaction that is open. After a failure of the engine the transaction as
   * a whole has to be undone.
   */
  <T extends @Nullable Object> T atomically(Work<T> work) throws SQLException {
    prepare("SAVEPOINT work").execute();
    try {
      T result = work.run(this);
      prepare("RELEASE work").execute();
      return result;
    } catch (ComponentException e) {
      prepare("ROLLBACK TO work").execute();
      prepare("RELEASE work").execute();
      throw e;
    }
  }

  @Nullable StateValue get(String key) throws SQLException {
    PreparedStatement statement = prepare(sql.get());
    statement.setString(1, key);
    statement.setString(2, now());
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next() ? value(rows) : null;
    }
  }

  private static StateValue value(ResultSet row) throws SQLException {
    try {
      byte[] bytes = new Text(row.getString(1), row.getBoolean(2)).bytes();
      String expiry = row.getString(4);
      return new StateValue(
          bytes,
          row.getString(3),
          expiry == null ? Map.of() : TimeToLive.expiring(Timestamps.parse(expiry)));
    } catch (IllegalArgumentException e) {
      throw new SQLException("a row cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * @return how many values were there or are there now: 1
   * @throws ETagException if the condition does not hold; nothing is changed
   */
  int apply(Change change) throws SQLException {
    int rows =
        switch (change) {
          case Change.Put put -> put(put);
          case Change.Remove remove -> remove(remove);
        };
    if (rows == 0) {
      throw ETagException.mismatch(change.key());
    }
    return rows;
  }

  private int put(Change.Put put) throws SQLException {
    Instant time = clock.instant();
    String now = Timestamps.format(time);
    String expiry = put.seconds() == 0 ? null : Timestamps.expiry(time, put.seconds());
    String etag = put.etag();
    if (etag == null) {
      PreparedStatement statement = prepare(put.createOnly() ? sql.create() : sql.put());
      statement.setString(1, put.key());
      return value(statement, 2, put, now, expiry).executeUpdate();
    }
    PreparedStatement statement = prepare(sql.replace());
    value(statement, 1, put, now, expiry);
    statement.setString(6, put.key());
    statement.setString(7, etag);
    statement.setString(8, now);
    return statement.executeUpdate();
  }

  private static PreparedStatement value(
      PreparedStatement statement, int first, Change.Put put, String now, @Nullable String expiry)
      throws SQLException {
    statement.setString(first, put.text().content());
    statement.setInt(first + 1, put.text().binary() ? 1 : 0);
    statement.setString(first + 2, put.newEtag());
    statement.setString(first + 3, now);
    statement.setString(first + 4, expiry);
    return statement;
  }

  /** Removing nothing is no mismatch if no version was asked for. */
  private int remove(Change.Remove remove) throws SQLException {
    String etag = remove.etag();
    if (etag == null) {
      PreparedStatement statement = prepare(sql.remove());
      statement.setString(1, remove.key());
      statement.executeUpdate();
      return 1;
    }
    PreparedStatement statement = prepare(sql.removeVersion());
    statement.setString(1, remove.key());
    statement.setString(2, etag);
    statement.setString(3, now());
    return statement.executeUpdate();
  }

  /**
   * @param glob the pattern
   * @param after the row behind which the page starts
   * @param limit the most keys, or 0 for all
   */
  KeysPage keys(String glob, long after, int limit) throws SQLException {
    PreparedStatement statement = prepare(sql.keys());
    statement.setString(1, glob);
    statement.setLong(2, after);
    statement.setString(3, now());
    statement.setLong(4, limit > 0 ? limit + 1L : -1);
    List<String> keys = new ArrayList<>();
    long last = after;
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        if (limit > 0 && keys.size() == limit) {
          return new KeysPage(keys, String.valueOf(last));
        }
        keys.add(rows.getString(1));
        last = rows.getLong(2);
      }
    }
    return new KeysPage(keys, null);
  }

  /**
   * Removes what has expired, unless that was done less than an interval ago, be it by another
   * process.
   *
   * @return how many values were removed
   */
  int cleanUp(Duration interval) throws SQLException {
    String now = now();
    PreparedStatement claim = prepare(sql.claimCleanup());
    claim.setString(1, now);
    claim.setLong(2, interval.toMillis() - 100);
    if (claim.executeUpdate() == 0) {
      return 0;
    }
    PreparedStatement remove = prepare(sql.removeExpired());
    remove.setString(1, now);
    return remove.executeUpdate();
  }

  /**
   * @return a number from the file's header
   */
  int ping() throws SQLException {
    try (ResultSet rows = prepare("PRAGMA schema_version").executeQuery()) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  private String now() {
    return Timestamps.format(clock.instant());
  }

  /** A statement of this session, made once. */
  PreparedStatement prepare(String text) throws SQLException {
    PreparedStatement statement = prepared.get(text);
    if (statement == null) {
      statement = connection.prepareStatement(text);
      prepared.put(text, statement);
    }
    return statement;
  }

  /** Frees what it can: the connection is given up, whatever state it is in. */
  @Override
  public void close() {
    prepared.values().forEach(Session::closeQuietly);
    closeQuietly(connection);
  }

  static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      // A connection that failed before fails here again, and has been reported.
    }
  }
}
