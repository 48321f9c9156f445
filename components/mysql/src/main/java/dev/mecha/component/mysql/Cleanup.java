package dev.mecha.component.mysql;

import dev.mecha.component.support.sql.Database;
import dev.mecha.spi.ComponentException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes expired values once in a while. Of all sidecars that share a table, ours and the peer's,
 * one does it per interval: the one that gets to write the time of the last removal.
 */
final class Cleanup implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.contrib");

  /** Removing may take long where much has piled up. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** The time is written down in whole seconds. */
  private static final long TOLERANCE_MILLIS = 1000;

  private final Database database;
  private final Statements sql;
  private final Duration interval;

  Cleanup(Database database, Statements sql, Duration interval) {
    this.database = database;
    this.sql = sql;
    this.interval = interval;
  }

  @Override
  public void run() {
    try {
      boolean _ = database.write(this::removeExpired, LIMIT);
    } catch (ComponentException e) {
      LOG.error("Error removing expired data: {}", e.getMessage());
    } catch (InterruptedException e) {
      // The store is being closed.
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it was this store's turn. */
  Boolean removeExpired(Connection connection) throws SQLException {
    try (var turn = connection.prepareStatement(sql.takeTurn())) {
      turn.setLong(1, Math.max(0, interval.toMillis() - TOLERANCE_MILLIS));
      if (turn.executeUpdate() == 0) {
        LOG.debug("Last cleanup was performed too recently");
        return false;
      }
    }
    try (var statement = connection.createStatement()) {
      LOG.info("Removed {} expired rows", statement.executeUpdate(sql.removeExpired()));
    }
    return true;
  }
}
