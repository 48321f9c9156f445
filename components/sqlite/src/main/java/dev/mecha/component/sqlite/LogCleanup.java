package dev.mecha.component.sqlite;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;

/** Removes from the log what nobody will ask for any more. */
final class LogCleanup {

  private final PubSubSettings settings;
  private final InstantSource clock;

  LogCleanup(PubSubSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Removes groups that have not been here for long; messages that all groups of their topic are
   * done with, that have expired, or that are old and that nobody has subscribed to.
   *
   * @return how many messages were removed; 0 if another process did this a moment ago
   */
  int run(Session session) throws SQLException {
    long now = clock.millis();
    int claimed =
        MessageLog.update(
            session,
            "INSERT INTO pubsub_metadata (key, value) VALUES ('cleanup', ?)"
                + " ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <= ?",
            now,
            now - settings.cleanupInterval().toMillis() + 100);
    if (claimed == 0) {
      return 0;
    }
    long gone = now - settings.consumerExpiry().toMillis();
    MessageLog.update(session, "DELETE FROM pubsub_groups WHERE seen < ?", gone);
    MessageLog.update(
        session,
        "DELETE FROM pubsub_claims WHERE NOT EXISTS (SELECT 1 FROM pubsub_groups g"
            + " WHERE g.topic = pubsub_claims.topic AND g.name = pubsub_claims.name)");
    MessageLog.update(
        session,
        "DELETE FROM pubsub_listeners WHERE seen < ?",
        now - Duration.ofHours(1).toMillis());
    return removeMessages(session, now);
  }

  private int removeMessages(Session session, long now) throws SQLException {
    String unclaimed = " AND id NOT IN (SELECT id FROM pubsub_claims)";
    int consumed =
        MessageLog.update(
            session,
            "DELETE FROM pubsub_messages WHERE id <= (SELECT min(position) FROM pubsub_groups g"
                + " WHERE g.topic = pubsub_messages.topic)"
                + unclaimed);
    int expired =
        MessageLog.update(
            session, "DELETE FROM pubsub_messages WHERE expires <= ?" + unclaimed, now);
    int unwanted =
        MessageLog.update(
            session,
            "DELETE FROM pubsub_messages WHERE published < ? AND topic NOT IN"
                + " (SELECT topic FROM pubsub_groups)"
                + unclaimed,
            now - settings.retention().toMillis());
    return consumed + expired + unwanted;
  }
}
