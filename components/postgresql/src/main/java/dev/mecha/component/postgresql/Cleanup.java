package dev.mecha.component.postgresql;

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

  /**
   * Timers are not exact: without this the sidecar that did it last would be late every other time.
   */
  private static final long TOLERANCE_MILLIS = 100;

  private final Database database;
  private final StateSettings settings;
  private final Format format;

  Cleanup(Database database, StateSettings settings, Format format) {
    this.database = database;
    this.settings = settings;
    this.format = format;
  }

  @Override
  public void run() {
    try {
      removeExpired();
    } catch (ComponentException e) {
      LOG.error("Error removing expired data: {}", e.getMessage());
    } catch (InterruptedException e) {
      // The store is being closed.
      Thread.currentThread().interrupt();
    }
  }

  /**
   * @return whether it was this store's turn
   * @throws InterruptedException if the thread is interrupted
   */
  boolean removeExpired() throws InterruptedException {
    return database.write(
        connection -> {
          if (!takeTurn(connection)) {
            LOG.debug("Last cleanup was performed too recently");
            return false;
          }
          try (var statement = connection.createStatement()) {
            int removed = statement.executeUpdate(format.statements().removeExpired());
            LOG.info("Removed {} expired rows", removed);
          }
          return true;
        },
        LIMIT);
  }

  private boolean takeTurn(Connection connection) throws SQLException {
    String sql =
        "INSERT INTO "
            + settings.metadataTable()
            + " AS t (key, value) VALUES (?, now()::text)"
            + " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
            + " WHERE t.value::timestamptz < now() - ? * INTERVAL '1 millisecond'";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, format.cleanupKey());
      statement.setLong(2, settings.cleanupInterval().toMillis() - TOLERANCE_MILLIS);
      return statement.executeUpdate() == 1;
    }
  }
}
