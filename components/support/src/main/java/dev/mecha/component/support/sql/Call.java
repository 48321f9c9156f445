package dev.mecha.component.support.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One use of a connection, which can be stopped from outside: its statement by a cancel request to
 * the server, its thread by closing the socket under it.
 */
final class Call {

  private static final int ATTEMPTS = 5;

  private enum State {
    RUNNING,
    ENDED,
    OVERDUE
  }

  private final Connection connection;
  private final SqlServer.Brake brake;
  private final long deadline;
  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);

  private volatile boolean cancelled;

  /**
   * @param connection the pool's, for this call alone
   * @param brake stops what is done on it; asked for at the beginning, since the pool takes it back
   *     from a connection that is lost
   * @param deadline in {@link System#nanoTime()}
   */
  Call(Connection connection, SqlServer.Brake brake, long deadline) {
    this.connection = connection;
    this.brake = brake;
    this.deadline = deadline;
  }

  Connection connection() {
    return connection;
  }

  /** Does the work, again if a conflict with others made the server undo it. */
  <T extends @Nullable Object> T perform(Work<T> work) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.on(connection);
      } catch (SQLException e) {
        if (attempt == ATTEMPTS || !Failures.mayRepeat(e)) {
          throw e;
        }
      }
    }
  }

  /**
   * Asks the server to break off the statement that runs, if one does. Works on a lost connection
   * too.
   */
  void cancel() {
    cancelled = true;
    try {
      brake.cancel();
    } catch (SQLException e) {
      // The server is out of reach: there is nothing left to stop.
    }
  }

  /** Takes the socket from the thread that waits for it. */
  void abort() {
    brake.abort();
  }

  /**
   * @return whether the server was asked to cancel: that may still be under way, and must not hit
   *     the work of others
   */
  boolean isCancelled() {
    return cancelled;
  }

  /**
   * Decides that this call has lasted too long, unless it has ended.
   *
   * @param now in {@link System#nanoTime()}
   * @return whether the caller is the one to stop it
   */
  boolean isOverdue(long now) {
    return now - deadline > 0 && state.compareAndSet(State.RUNNING, State.OVERDUE);
  }

  /**
   * Decides that this call has ended, unless it was overdue. May be repeated.
   *
   * @return false if it was overdue
   */
  boolean end() {
    return state.compareAndSet(State.RUNNING, State.ENDED) || state.get() == State.ENDED;
  }
}
