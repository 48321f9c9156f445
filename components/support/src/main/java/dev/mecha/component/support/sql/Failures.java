package dev.mecha.component.support.sql;

import dev.mecha.spi.ComponentException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/**
 * Turns the driver's exceptions into errors that name the server, the reason and the SQLSTATE, and
 * no value.
 */
public final class Failures {

  /** Serialization failure and deadlock: the server has undone the whole transaction. */
  private static final Set<String> UNDONE = Set.of("40001", "40P01");

  /** Shutting down, crashed, starting up. */
  private static final Set<String> GOING = Set.of("57P01", "57P02", "57P03");

  private Failures() {}

  /**
   * @param failure of a transaction
   * @return whether it may be tried again because nothing of it was done and the next try may
   *     succeed
   */
  static boolean mayRepeat(SQLException failure) {
    return UNDONE.contains(state(failure));
  }

  /**
   * @param server where to
   * @param failure why not
   * @return the error of a connection that cannot be made
   */
  public static ComponentException connecting(SqlServer server, SQLException failure) {
    return new UnavailableException(
        "cannot connect to " + server + ": " + reason(failure), failure);
  }

  /**
   * @param server where
   * @param limit how long was waited
   * @return the error of work that took too long
   */
  static ComponentException overdue(SqlServer server, Duration limit) {
    return new UnavailableException(
        "no answer from " + server + " within " + limit.toSeconds() + " s", null);
  }

  /**
   * @param server where
   * @param failure of a statement; of a batch, its first
   * @return the error of work that the server refused or did not finish
   */
  static ComponentException working(SqlServer server, SQLException failure) {
    SQLException first = failure.getNextException() == null ? failure : failure.getNextException();
    String state = state(first);
    String reason = reason(first) + (state.isEmpty() ? "" : " (SQLSTATE " + state + ')');
    return state.startsWith("08") || GOING.contains(state)
        ? new UnavailableException("lost the connection to " + server + ": " + reason, first)
        : new ComponentException(server.product() + " refused: " + reason, first);
  }

  /**
   * The reason that the driver gives, and the one behind it: "The connection attempt failed." says
   * nothing.
   */
  private static String reason(SQLException failure) {
    Throwable cause = failure.getCause();
    String message = String.valueOf(failure.getMessage());
    return cause == null || cause.getMessage() == null || message.contains(cause.getMessage())
        ? message
        : message + ' ' + cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }

  private static String state(SQLException failure) {
    String state = failure.getSQLState();
    return state == null ? "" : state;
  }
}
