package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The table of hosts in one connection, which is opened anew after a failure. Signs of life need
 * not survive a power failure, and are not synchronised to the disk.
 */
final class HostTable implements AutoCloseable {

  private final Database database;
  private final HostSql sql;
  private final long aliveSeconds;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Connection connection;
  private boolean closed;

  HostTable(HostSettings settings, Database database, InstantSource clock) {
    this.database = database;
    this.sql = HostSql.of(settings.tableName(), settings.connection().metadataTableName());
    this.aliveSeconds = settings.updateInterval().toSeconds();
    this.clock = clock;
  }

  /**
   * @param <T> the result
   */
  @FunctionalInterface
  private interface Use<T> {
    T of(Connection connection) throws SQLException;
  }

  void open() throws InterruptedException {
    use(open -> true);
  }

  /** Takes an address over from whoever had it: that one is gone, or it would be in use. */
  void put(String registration, String address, String appId) throws InterruptedException {
    use(open -> update(open, sql.put(), registration, address, appId, now()));
  }

  /**
   * @return whether the registration was still there
   */
  boolean renew(String registration, String address) throws InterruptedException {
    return use(open -> update(open, sql.renew(), now(), registration, address)) > 0;
  }

  List<String> find(String appId) throws InterruptedException {
    return use(
        open -> {
          try (PreparedStatement find = open.prepareStatement(sql.find())) {
            bind(find, appId, now(), aliveSeconds);
            var addresses = new ArrayList<String>();
            try (ResultSet rows = find.executeQuery()) {
              while (rows.next()) {
                addresses.add(rows.getString(1));
              }
            }
            return addresses;
          }
        });
  }

  /**
   * Removes the dead, unless somebody has done so within the interval.
   *
   * @return how many
   */
  int cleanUp(Duration interval) throws InterruptedException {
    return use(
        open ->
            update(open, sql.claimCleanup(), now(), interval.toMillis() - 100) > 0
                ? update(open, sql.removeDead(), now(), aliveSeconds)
                : 0);
  }

  /** Closes the connection, after a last word if somebody is registered. */
  void close(@Nullable String registration) {
    lock.lock();
    try {
      if (!closed && registration != null) {
        update(connected(), sql.remove(), registration);
      }
    } catch (SQLException e) {
      throw database.failure(e);
    } finally {
      closed = true;
      disconnect();
      lock.unlock();
    }
  }

  @Override
  public void close() {
    close(null);
  }

  private <T> T use(Use<T> use) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (closed) {
        throw new ComponentException("the name resolver is closed");
      }
      return use.of(connected());
    } catch (SQLException e) {
      if (!Database.isBusy(e) && !database.inMemory()) {
        disconnect();
      }
      throw database.failure(e);
    } finally {
      lock.unlock();
    }
  }

  private Connection connected() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = database.connect();
      try (Statement statement = open.createStatement()) {
        statement.execute("PRAGMA synchronous = NORMAL");
        new HostSchema(sql).ensure(statement);
      } catch (SQLException e) {
        Session.closeQuietly(open);
        throw e;
      }
      connection = open;
    }
    return open;
  }

  private void disconnect() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      Session.closeQuietly(open);
    }
  }

  private static int update(Connection open, String text, Object... values) throws SQLException {
    try (PreparedStatement statement = open.prepareStatement(text)) {
      bind(statement, values);
      return statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }
}
