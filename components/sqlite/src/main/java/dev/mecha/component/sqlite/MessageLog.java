package dev.mecha.component.sqlite;

import dev.mecha.spi.pubsub.BulkPublishRequest;
import dev.mecha.spi.pubsub.Message;
import dev.mecha.spi.pubsub.MessageTtl;
import dev.mecha.spi.pubsub.PublishRequest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done with the tables of a broker, each inside the transaction of a {@link Session}.
 * Everything goes by the component's clock, which is the machine's time outside of tests: all its
 * processes share it.
 */
final class MessageLog {

  private final String owner;
  private final InstantSource clock;

  /**
   * @param owner tells the claims of this component from those of others
   * @param clock by which messages expire
   */
  MessageLog(String owner, InstantSource clock) {
    this.owner = owner;
    this.clock = clock;
  }

  /** In milliseconds, as all processes of the machine see it. */
  long now() {
    return clock.millis();
  }

  void publish(Session session, PublishRequest request) throws SQLException {
    PreparedStatement insert =
        session.prepare(
            "INSERT INTO pubsub_messages (topic, data, content_type, metadata, published, expires)"
                + " VALUES (?, ?, ?, ?, ?, ?)");
    Duration ttl = MessageTtl.of(request.metadata());
    insert.setString(1, request.topic());
    insert.setBytes(2, request.data());
    insert.setString(3, request.contentType());
    insert.setBytes(4, HeaderBytes.of(request.metadata()));
    insert.setLong(5, now());
    insert.setObject(6, ttl == null ? null : expiry(ttl));
    insert.executeUpdate();
  }

  private long expiry(Duration ttl) {
    long now = clock.millis();
    long millis = ttl.compareTo(Duration.ofDays(100_000)) > 0 ? Long.MAX_VALUE / 4 : ttl.toMillis();
    return now + millis;
  }

  void publish(Session session, BulkPublishRequest request) throws SQLException {
    for (var entry : request.entries()) {
      publish(session, request.single(entry));
    }
  }

  /** Begins where the log begins, or goes on where the group has stopped. */
  void join(Session session, String topic, String group) throws SQLException {
    update(
        session,
        "INSERT INTO pubsub_groups (topic, name, position, seen) VALUES (?, ?, 0, ?)"
            + " ON CONFLICT (topic, name) DO UPDATE SET seen = excluded.seen",
        topic,
        group,
        now());
  }

  /**
   * Takes messages for a group: first those whose time has come again, then new ones.
   *
   * @param lease after which they come to somebody else unless they are renewed
   */
  List<Taken> take(Session session, String topic, String group, int most, Duration lease)
      throws SQLException {
    List<Taken> taken = again(session, topic, group, most, lease);
    if (taken.size() < most) {
      taken.addAll(fresh(session, topic, group, most - taken.size(), lease));
    }
    return taken;
  }

  private List<Taken> again(Session session, String topic, String group, int most, Duration lease)
      throws SQLException {
    List<Taken> due =
        read(
            session,
            topic,
            "SELECT m.id, m.data, m.content_type, m.metadata, m.expires, c.attempts"
                + " FROM pubsub_claims c JOIN pubsub_messages m ON m.id = c.id"
                + " WHERE c.topic = ? AND c.name = ? AND c.due <= ? ORDER BY c.id LIMIT ?",
            topic,
            group,
            now(),
            most);
    for (Taken one : due) {
      update(
          session,
          "UPDATE pubsub_claims SET owner = ?, due = ? WHERE topic = ? AND name = ? AND id = ?",
          owner,
          now() + lease.toMillis(),
          topic,
          group,
          one.id());
    }
    return due;
  }

  private List<Taken> fresh(Session session, String topic, String group, int most, Duration lease)
      throws SQLException {
    List<Taken> found =
        read(
            session,
            topic,
            "SELECT id, data, content_type, metadata, expires, 0 FROM pubsub_messages"
                + " WHERE topic = ? AND id > (SELECT position FROM pubsub_groups"
                + " WHERE topic = ? AND name = ?) ORDER BY id LIMIT ?",
            topic,
            topic,
            group,
            most);
    for (Taken one : found) {
      update(
          session,
          "INSERT INTO pubsub_claims (topic, name, id, owner, due, attempts)"
              + " VALUES (?, ?, ?, ?, ?, 0)",
          topic,
          group,
          one.id(),
          owner,
          now() + lease.toMillis());
    }
    if (!found.isEmpty()) {
      update(
          session,
          "UPDATE pubsub_groups SET position = ?, seen = ? WHERE topic = ? AND name = ?",
          found.getLast().id(),
          now(),
          topic,
          group);
    }
    return found;
  }

  private static List<Taken> read(Session session, String topic, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = session.prepare(sql);
    bind(statement, values);
    var found = new ArrayList<Taken>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        Object expires = rows.getObject(5);
        var message =
            new Message(topic, bytes(rows), HeaderBytes.parse(rows.getBytes(4)), rows.getString(3));
        found.add(
            new Taken(
                rows.getLong(1),
                rows.getInt(6),
                message,
                expires instanceof Number time ? time.longValue() : Long.MAX_VALUE));
      }
    }
    return found;
  }

  /** The driver has null for a message without bytes. */
  private static byte[] bytes(ResultSet row) throws SQLException {
    byte[] bytes = row.getBytes(2);
    return bytes == null ? new byte[0] : bytes;
  }

  boolean expired(Taken taken) {
    return taken.expires() <= clock.millis();
  }

  /** The message is done with. */
  void acknowledge(Session session, String topic, String group, long id) throws SQLException {
    update(
        session,
        "DELETE FROM pubsub_claims WHERE topic = ? AND name = ? AND id = ? AND owner = ?",
        topic,
        group,
        id,
        owner);
  }

  /** The message comes again when it is due. */
  void refuse(Session session, String topic, String group, long id, long due) throws SQLException {
    update(
        session,
        "UPDATE pubsub_claims SET owner = '', due = ?, attempts = attempts + 1"
            + " WHERE topic = ? AND name = ? AND id = ? AND owner = ?",
        due,
        topic,
        group,
        id,
        owner);
  }

  /** What a handler has stays with it, if nobody else has it meanwhile. */
  void renew(Session session, String topic, String group, List<Long> ids, Duration lease)
      throws SQLException {
    for (long id : ids) {
      update(
          session,
          "UPDATE pubsub_claims SET due = ?"
              + " WHERE topic = ? AND name = ? AND id = ? AND owner = ?",
          now() + lease.toMillis(),
          topic,
          group,
          id,
          owner);
    }
  }

  /** Somebody of a group is there. */
  void seen(Session session, String topic, String group) throws SQLException {
    update(
        session,
        "UPDATE pubsub_groups SET seen = ? WHERE topic = ? AND name = ?",
        now(),
        topic,
        group);
  }

  void listen(Session session, int port) throws SQLException {
    update(session, "REPLACE INTO pubsub_listeners (port, seen) VALUES (?, ?)", port, now());
  }

  void stopListening(Session session, int port) throws SQLException {
    update(session, "DELETE FROM pubsub_listeners WHERE port = ?", port);
  }

  /** Where the others listen. */
  List<Integer> listeners(Session session, Duration alive) throws SQLException {
    PreparedStatement statement =
        session.prepare("SELECT port FROM pubsub_listeners WHERE seen > ?");
    bind(statement, now() - alive.toMillis());
    var ports = new ArrayList<Integer>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        ports.add(rows.getInt(1));
      }
    }
    return ports;
  }

  static int update(Session session, String sql, Object... values) throws SQLException {
    PreparedStatement statement = session.prepare(sql);
    bind(statement, values);
    return statement.executeUpdate();
  }

  private static void bind(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }
}
