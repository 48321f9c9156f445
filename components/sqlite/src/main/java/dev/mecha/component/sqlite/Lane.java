package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentException;
import org.jspecify.annotations.Nullable;

/** Threads that own sessions and take jobs. */
interface Lane extends AutoCloseable {

  /**
   * Hands in work.
   *
   * @param work what to do
   * @param <T> the result
   * @return the job, on its way
   * @throws ComponentException if the lane is closed
   */
  <T extends @Nullable Object> Job<T> submit(Work<T> work);

  /** Does what was handed in, then ends the threads. Idempotent. */
  @Override
  void close();
}
