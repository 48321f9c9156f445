package dev.mecha.component.postgresql;

import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateOperation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes operations in their order. Neighbours that need the same statement go to the server
 * together, which saves a round trip for each.
 */
final class WriteBatch {

  private final Connection connection;
  private final Format format;

  WriteBatch(Connection connection, Format format) {
    this.connection = connection;
    this.format = format;
  }

  /**
   * @param operations in order
   * @throws SQLException if the server refuses
   * @throws ETagException if a condition does not hold; what was written before stays written
   */
  void write(List<? extends StateOperation> operations) throws SQLException {
    var group = new ArrayList<StateOperation>();
    for (StateOperation operation : operations) {
      if (!group.isEmpty() && !sql(operation).equals(sql(group.getFirst()))) {
        flush(group);
      }
      group.add(operation);
    }
    flush(group);
  }

  private void flush(List<StateOperation> group) throws SQLException {
    if (group.isEmpty()) {
      return;
    }
    try (var statement = connection.prepareStatement(sql(group.getFirst()))) {
      if (group.size() == 1) {
        bind(statement, group.getFirst());
        check(group.getFirst(), statement.executeUpdate());
      } else {
        for (StateOperation operation : group) {
          bind(statement, operation);
          statement.addBatch();
        }
        int[] counts = statement.executeBatch();
        for (int i = 0; i < counts.length; i++) {
          check(group.get(i), counts[i]);
        }
      }
    }
    group.clear();
  }

  private String sql(StateOperation operation) {
    Format.Statements sql = format.statements();
    return switch (operation) {
      case DeleteRequest delete -> delete.etag() == null ? sql.delete() : sql.deleteVersion();
      case SetRequest set when set.etag() != null -> sql.replace();
      case SetRequest set ->
          set.concurrency() == Concurrency.FIRST_WRITE ? sql.create() : sql.set();
    };
  }

  private void bind(PreparedStatement statement, StateOperation operation) throws SQLException {
    String etag = operation.etag();
    int next =
        switch (operation) {
          case SetRequest set when etag != null -> format.bind(statement, 1, set);
          case SetRequest set -> {
            statement.setString(1, set.key());
            yield format.bind(statement, 2, set);
          }
          case DeleteRequest delete -> 1;
        };
    if (etag != null) {
      statement.setString(next, operation.key());
      format.bindEtag(statement, next + 1, operation.key(), etag);
    } else if (operation instanceof DeleteRequest) {
      statement.setString(1, operation.key());
    }
  }

  private static void check(StateOperation operation, int count) {
    boolean conditional =
        operation.etag() != null
            || (operation instanceof SetRequest
                && operation.concurrency() == Concurrency.FIRST_WRITE);
    if (conditional && count != 1) {
      throw ETagException.mismatch(operation.key());
    }
  }
}
