package dev.mecha.component.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.TimeToLive;
import dev.mecha.spi.state.ValueEncoding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Writes operations in their order. */
final class StateWrites {

  /** What the server does not take for JSON: for MySQL twice, for MariaDB. */
  private static final Set<Integer> NO_JSON = Set.of(3140, 3157, 4025);

  private final Statements sql;

  StateWrites(Statements sql) {
    this.sql = sql;
  }

  /**
   * @param operations in order
   * @throws SQLException if the server refuses
   * @throws ETagException if a condition does not hold; what was written before stays written
   */
  void write(Connection connection, List<? extends StateOperation> operations) throws SQLException {
    for (StateOperation operation : operations) {
      switch (operation) {
        case SetRequest set -> set(connection, set);
        case DeleteRequest delete -> delete(connection, delete);
      }
    }
  }

  /** JSON that is too deep for the server is kept as bytes. */
  private void set(Connection connection, SetRequest set) throws SQLException {
    boolean binary = set.encoding() == ValueEncoding.BINARY;
    try {
      set(connection, set, binary);
    } catch (SQLException e) {
      if (binary || !NO_JSON.contains(e.getErrorCode())) {
        throw e;
      }
      set(connection, set, true);
    }
  }

  private void set(Connection connection, SetRequest set, boolean binary) throws SQLException {
    String etag = set.etag();
    boolean create = set.concurrency() == Concurrency.FIRST_WRITE;
    String text = etag != null ? sql.replace() : create ? sql.create() : sql.set();
    try (var statement = connection.prepareStatement(text)) {
      if (etag == null) {
        statement.setString(1, set.key());
        bind(statement, 2, set, binary);
      } else {
        bind(statement, 1, set, binary);
        statement.setString(5, set.key());
        statement.setString(6, etag);
      }
      if (statement.executeUpdate() == 0 && (etag != null || create)) {
        throw ETagException.mismatch(set.key());
      }
    }
  }

  private static void bind(PreparedStatement statement, int first, SetRequest set, boolean binary)
      throws SQLException {
    statement.setString(
        first,
        binary
            ? '"' + Base64.getEncoder().encodeToString(set.value()) + '"'
            : new String(set.value(), UTF_8));
    statement.setString(first + 1, UUID.randomUUID().toString());
    statement.setBoolean(first + 2, binary);
    Integer seconds = TimeToLive.seconds(set.metadata());
    if (seconds == null || seconds <= 0) {
      statement.setNull(first + 3, Types.INTEGER);
    } else {
      statement.setInt(first + 3, seconds);
    }
  }

  private void delete(Connection connection, DeleteRequest delete) throws SQLException {
    String etag = delete.etag();
    try (var statement =
        connection.prepareStatement(etag == null ? sql.delete() : sql.deleteVersion())) {
      statement.setString(1, delete.key());
      if (etag != null) {
        statement.setString(2, etag);
      }
      if (statement.executeUpdate() == 0 && etag != null) {
        throw ETagException.mismatch(delete.key());
      }
    }
  }
}
