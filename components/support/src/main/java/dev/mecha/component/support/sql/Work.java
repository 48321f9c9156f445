package dev.mecha.component.support.sql;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What is done on a connection in one go. Is done again from the start if the server undid it to
 * resolve a conflict, so it has no effect outside the database.
 *
 * @param <T> the result
 */
@FunctionalInterface
public interface Work<T extends @Nullable Object> {

  /**
   * @param connection commits every statement on its own; may be left otherwise
   * @return the result
   * @throws SQLException if the server refuses
   */
  T on(Connection connection) throws SQLException;

  /**
   * The same work in one transaction. Anything thrown undoes it.
   *
   * @return work that commits at its end
   */
  default Work<T> inTransaction() {
    return connection -> {
      connection.setAutoCommit(false);
      try {
        T result = on(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        undo(connection, e);
        throw e;
      }
    };
  }

  private static void undo(Connection connection, Exception reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The connection is gone, and with it the transaction.
      reason.addSuppressed(e);
    }
  }
}
