package dev.mecha.component.sqlite;

import dev.mecha.spi.configuration.ChangeListeners;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the engine from time to time whether another connection has written to the file, be it of
 * another process. A file that was put in the place of the other is noticed, too.
 */
final class WriteWatch implements ChangeListeners.Watch {

  private static final Logger LOG = LoggerFactory.getLogger(WriteWatch.class);

  private final Database database;
  private final Duration interval;
  private final Runnable onWrite;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /**
   * @param interval between two looks
   * @param onWrite told that something may have changed, perhaps once more than it has; must not
   *     block
   */
  WriteWatch(Database database, Duration interval, Runnable onWrite) {
    this.database = database;
    this.interval = interval;
    this.onWrite = onWrite;
    this.thread = Threads.start("sqlite-configuration-watch", this::watch);
  }

  private void watch() {
    try {
      do {
        try (Connection connection = database.connect()) {
          onWrite.run(); // what was written before the connection was there
          follow(connection);
        } catch (SQLException e) {
          LOG.debug("the file cannot be looked at now", e);
        }
      } while (!ends());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow(Connection connection) throws SQLException, InterruptedException {
    long last = version(connection);
    while (!ends()) {
      long now = version(connection);
      if (now != last) {
        onWrite.run();
      }
      last = now;
    }
  }

  private boolean ends() throws InterruptedException {
    return closed.await(interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static long version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet version = statement.executeQuery("PRAGMA data_version")) {
      return version.next() ? version.getLong(1) : 0;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    Threads.join(thread, database.timeout());
  }
}
