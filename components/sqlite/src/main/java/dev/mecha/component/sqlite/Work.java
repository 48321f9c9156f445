package dev.mecha.component.sqlite;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What a thread of the store does for a caller.
 *
 * @param <T> the result
 */
@FunctionalInterface
interface Work<T extends @Nullable Object> {

  /**
   * May be called once more after a failure of the engine, which undoes what it did.
   *
   * @param session of the thread
   * @return the result
   * @throws SQLException if the engine fails
   * @throws dev.mecha.spi.ComponentException if the request is refused; nothing is changed
   */
  T run(Session session) throws SQLException;
}
