package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Work on its way from a caller to a thread of the store and back. It is either started or
 * cancelled, never both; a job that has started ends, and its caller waits for that end even when
 * it is interrupted.
 *
 * @param <T> the result
 */
final class Job<T extends @Nullable Object> {

  private final Work<T> work;
  private final boolean relaxed;
  private final CompletableFuture<T> answer = new CompletableFuture<>();
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private Runnable outcome = () -> {};

  Job(Work<T> work) {
    this(work, false);
  }

  /**
   * @param work what to do
   * @param relaxed whether it need not survive a power failure
   */
  Job(Work<T> work, boolean relaxed) {
    this.work = work;
    this.relaxed = relaxed;
  }

  boolean relaxed() {
    return relaxed;
  }

  private enum State {
    WAITING,
    STARTED,
    CANCELLED
  }

  /**
   * @return whether the job is to be run, perhaps for the second time; false if its caller has
   *     given up
   */
  boolean start() {
    return state.compareAndSet(State.WAITING, State.STARTED) || state.get() == State.STARTED;
  }

  /**
   * @return whether the job will never run
   */
  boolean cancel() {
    return state.compareAndSet(State.WAITING, State.CANCELLED);
  }

  /**
   * Does the work and keeps the outcome until {@link #deliver}: a result counts only when it is on
   * the disk.
   */
  void run(Session session) throws SQLException {
    try {
      T result = work.run(session);
      outcome = () -> answer.complete(result);
    } catch (ComponentException e) {
      outcome = () -> answer.completeExceptionally(e);
    } catch (RuntimeException | Error e) {
      // Ours, or memory is short: the thread goes on, and what was done is undone as after a
      // failure of the engine.
      throw new SQLException(e.toString(), e);
    }
  }

  void deliver() {
    outcome.run();
  }

  void fail(ComponentException failure) {
    answer.completeExceptionally(failure);
  }

  /**
   * Waits for the end.
   *
   * @param timeout how long
   * @return the result
   * @throws ComponentException if the job failed, or did not end in time
   * @throws InterruptedException if the thread is interrupted before the job has started; nothing
   *     is changed
   */
  T await(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          if (cancel()) {
            throw e;
          }
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ComponentException failure
          ? failure
          : new ComponentException("sqlite: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new ComponentException(
          "sqlite: no answer within "
              + timeout.toMillis()
              + "ms"
              + (cancel() ? "" : "; a write may still happen"),
          e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
