package dev.mecha.component.sqlite;

import dev.mecha.spi.lock.UnlockStatus;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The table of locks: who has what until when, in milliseconds since 1970. What is in it and whose
 * time is not over is taken.
 */
final class LockTable {

  private final String create;
  private final String index;
  private final String sweep;
  private final String take;
  private final String free;
  private final String find;
  private final InstantSource clock;

  /**
   * @param name letters, digits and underscores
   * @param clock says whose time is over; all who share the file go by the clock of the machine
   */
  LockTable(String name, InstantSource clock) {
    this.create =
        "CREATE TABLE IF NOT EXISTS "
            + name
            + " (resource TEXT NOT NULL PRIMARY KEY, owner TEXT NOT NULL,"
            + " expires INTEGER NOT NULL) WITHOUT ROWID";
    this.index = "CREATE INDEX IF NOT EXISTS " + name + "_expires ON " + name + " (expires)";
    this.sweep = "DELETE FROM " + name + " WHERE expires <= ?";
    this.take =
        "INSERT INTO "
            + name
            + " (resource, owner, expires) VALUES (?, ?, ?) ON CONFLICT (resource) DO NOTHING";
    this.free = "DELETE FROM " + name + " WHERE resource = ? AND owner = ? AND expires > ?";
    this.find = "SELECT 1 FROM " + name + " WHERE resource = ? AND expires > ?";
    this.clock = clock;
  }

  void ensure(Statement statement) throws SQLException {
    statement.execute(create);
    statement.execute(index);
  }

  /**
   * In a transaction that writes.
   *
   * @return whether the owner has the lock now
   */
  boolean take(Session session, String resource, String owner, Duration expiry)
      throws SQLException {
    Instant now = clock.instant();
    PreparedStatement sweeping = session.prepare(sweep);
    sweeping.setLong(1, now.toEpochMilli());
    sweeping.executeUpdate();
    PreparedStatement taking = session.prepare(take);
    taking.setString(1, resource);
    taking.setString(2, owner);
    taking.setLong(3, now.plus(expiry).toEpochMilli());
    return taking.executeUpdate() > 0;
  }

  /** In a transaction that writes. */
  UnlockStatus free(Session session, String resource, String owner) throws SQLException {
    long now = clock.millis();
    PreparedStatement freeing = session.prepare(free);
    freeing.setString(1, resource);
    freeing.setString(2, owner);
    freeing.setLong(3, now);
    if (freeing.executeUpdate() > 0) {
      return UnlockStatus.SUCCESS;
    }
    PreparedStatement finding = session.prepare(find);
    finding.setString(1, resource);
    finding.setLong(2, now);
    try (ResultSet found = finding.executeQuery()) {
      return found.next() ? UnlockStatus.LOCK_BELONGS_TO_OTHERS : UnlockStatus.LOCK_DOES_NOT_EXIST;
    }
  }
}
