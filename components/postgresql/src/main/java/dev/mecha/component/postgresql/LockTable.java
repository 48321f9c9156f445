package dev.mecha.component.postgresql;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.Property;
import dev.mecha.spi.lock.UnlockStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The table of locks: who has what until when, by the server's clock. What is in it and whose time
 * is not over is taken.
 */
final class LockTable {

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?");

  /** What comes of two sessions that create one table at once. */
  private static final Set<String> CREATED_BY_OTHERS = Set.of("23505", "42P07");

  private final String name;
  private final String take;
  private final String free;
  private final String find;
  private final String sweep;

  /**
   * @param name of the table, with a schema or without
   */
  LockTable(String name) {
    this.name = name;
    this.take =
        "INSERT INTO "
            + name
            + " AS held (resource, owner, expires)"
            + " VALUES (?, ?, clock_timestamp() + ? * interval '1 millisecond')"
            + " ON CONFLICT (resource) DO UPDATE SET owner = excluded.owner,"
            + " expires = excluded.expires WHERE held.expires <= clock_timestamp()";
    this.free =
        "DELETE FROM " + name + " WHERE resource = ? AND owner = ? AND expires > clock_timestamp()";
    this.find = "SELECT 1 FROM " + name + " WHERE resource = ? AND expires > clock_timestamp()";
    this.sweep = "DELETE FROM " + name + " WHERE expires <= clock_timestamp()";
  }

  /**
   * @param metadata of the component
   * @return the table that it names
   * @throws dev.mecha.spi.InvalidMetadataException if that is no name
   */
  static LockTable of(ComponentMetadata metadata) {
    Property table = metadata.property("tableName");
    return new LockTable(
        table.isPresent()
            ? table.parse("the name of a table such as locks or public.locks", LockTable::name)
            : "locks");
  }

  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException("not an identifier");
    }
    return text;
  }

  /** A table that is there is left as it is: a role without the right to create is enough then. */
  boolean ensure(Connection connection) throws SQLException {
    var table = new Table(connection, name);
    if (!table.exists()) {
      try {
        table.execute(
            "CREATE TABLE IF NOT EXISTS "
                + name
                + " (resource text NOT NULL PRIMARY KEY, owner text NOT NULL,"
                + " expires timestamptz NOT NULL)");
      } catch (SQLException e) {
        if (!CREATED_BY_OTHERS.contains(String.valueOf(e.getSQLState()))) {
          throw e;
        }
      }
    }
    return true;
  }

  /** Two who meet at a row whose time is over wait for each other; the second finds it taken. */
  boolean take(Connection connection, String resource, String owner, Duration expiry)
      throws SQLException {
    try (var statement = connection.prepareStatement(take)) {
      statement.setString(1, resource);
      statement.setString(2, owner);
      statement.setLong(3, expiry.toMillis());
      return statement.executeUpdate() > 0;
    }
  }

  UnlockStatus free(Connection connection, String resource, String owner) throws SQLException {
    try (var freeing = connection.prepareStatement(free)) {
      freeing.setString(1, resource);
      freeing.setString(2, owner);
      if (freeing.executeUpdate() > 0) {
        return UnlockStatus.SUCCESS;
      }
    }
    try (var finding = connection.prepareStatement(find)) {
      finding.setString(1, resource);
      try (var found = finding.executeQuery()) {
        return found.next()
            ? UnlockStatus.LOCK_BELONGS_TO_OTHERS
            : UnlockStatus.LOCK_DOES_NOT_EXIST;
      }
    }
  }

  /**
   * Removes locks whose time is over and that nobody has asked for since.
   *
   * @return how many
   */
  int sweep(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      return statement.executeUpdate(sweep);
    }
  }
}
