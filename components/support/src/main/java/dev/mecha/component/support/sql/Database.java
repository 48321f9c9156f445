package dev.mecha.component.support.sql;

import dev.mecha.spi.ComponentException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Performs work on connections so that it can be stopped: an interrupt or the time limit ends a
 * statement in the server too, not only the waiting for it.
 *
 * <p>Reads run on the caller's virtual thread. An interrupt closes the socket under it, and the
 * server is told to stop. Writes run on a virtual thread of their own that nobody interrupts: the
 * caller waits, and when it is interrupted it asks the server to cancel and learns how the write
 * ended. So an interrupted write has either not happened, or it happened and is reported as done.
 * Callers on platform threads, which no interrupt wakes from a socket, always get a thread of their
 * own.
 */
public final class Database implements AutoCloseable {

  /** How long a cancelled statement may take to end before it is asked again. */
  private static final long CANCEL_MILLIS = 250;

  /** How long it is asked before the socket is taken away. */
  private static final long PATIENCE_MILLIS = 1000;

  private final SqlServer server;
  private final Duration timeout;
  private final ScheduledThreadPoolExecutor scheduler;
  private final ConnectionPool pool;
  private final Calls calls = new Calls();

  /**
   * Connects to nothing yet.
   *
   * @param name for threads
   * @param server what to connect to
   * @param settings of the pool
   * @param timeout how long work may take, waiting for a connection included
   */
  public Database(String name, SqlServer server, PoolSettings settings, Duration timeout) {
    this.server = server;
    this.timeout = timeout;
    this.scheduler =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(name).factory());
    scheduler.setRemoveOnCancelPolicy(true);
    this.pool = new ConnectionPool(name, server, settings, scheduler);
    every(Duration.ofMillis(Math.clamp(timeout.toMillis() / 4, 250, 5000)), calls::stopOverdue);
  }

  /**
   * Asks whether the server answers.
   *
   * @throws ComponentException if it does not
   * @throws InterruptedException if the thread is interrupted
   */
  public void ping() throws InterruptedException {
    boolean _ =
        read(
            connection -> {
              try (var statement = connection.createStatement()) {
                return statement.execute("SELECT 1");
              }
            });
  }

  /**
   * Reads. May be done more than once.
   *
   * @param work has no effect
   * @param <T> what the work returns
   * @return what the work returns
   * @throws ComponentException if the server cannot be reached, refuses, or takes too long
   * @throws InterruptedException if the thread is interrupted
   */
  public <T extends @Nullable Object> T read(Work<T> work) throws InterruptedException {
    if (!Thread.currentThread().isVirtual()) {
      return write(work);
    }
    return lend(timeout, call -> here(call, work));
  }

  /**
   * Writes.
   *
   * @param work what to do
   * @param <T> what the work returns
   * @return what the work returns; if the thread was interrupted too late to stop it, its interrupt
   *     status is set
   * @throws ComponentException if the server cannot be reached, refuses, or takes too long
   * @throws InterruptedException if the thread is interrupted; nothing has changed
   */
  public <T extends @Nullable Object> T write(Work<T> work) throws InterruptedException {
    return write(work, timeout);
  }

  /**
   * Writes with a time limit of its own.
   *
   * @param work what to do
   * @param limit how long it may take
   * @param <T> what the work returns
   * @return as {@link #write(Work)}
   * @throws InterruptedException as {@link #write(Work)}
   */
  public <T extends @Nullable Object> T write(Work<T> work, Duration limit)
      throws InterruptedException {
    return lend(limit, call -> apart(call, work));
  }

  /**
   * Does something again and again until the database is closed, off the threads of callers.
   *
   * @param task may block; its failures are its own affair
   * @param interval from one beginning to the next
   */
  public void repeat(Runnable task, Duration interval) {
    every(interval, () -> Thread.startVirtualThread(task));
  }

  private void every(Duration interval, Runnable task) {
    long millis = Math.max(1, interval.toMillis());
    var _ = scheduler.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** What is done with a connection while it is lent. */
  private interface Use<T extends @Nullable Object> {
    T with(Call call) throws SQLException, InterruptedException;
  }

  private <T extends @Nullable Object> T lend(Duration limit, Use<T> use)
      throws InterruptedException {
    calls.enter();
    try {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long deadline = System.nanoTime() + limit.toNanos();
      var call = call(deadline);
      calls.begin(call);
      try {
        return use.with(call);
      } catch (SQLException e) {
        throw call.end() ? Failures.working(server, e) : Failures.overdue(server, limit);
      } finally {
        calls.end(call);
        pool.giveBack(call.connection(), call.end() && !call.isCancelled());
      }
    } finally {
      calls.leave();
    }
  }

  private Call call(long deadline) throws InterruptedException {
    Connection connection = pool.take(deadline);
    try {
      return new Call(connection, server.brake(connection), deadline);
    } catch (SQLException e) {
      pool.giveBack(connection, false);
      throw Failures.working(server, e);
    }
  }

  private static <T extends @Nullable Object> T here(Call call, Work<T> work)
      throws SQLException, InterruptedException {
    try {
      return call.perform(work);
    } catch (SQLException e) {
      if (Thread.interrupted()) {
        call.cancel();
        throw new InterruptedException();
      }
      throw e;
    }
  }

  private static <T extends @Nullable Object> T apart(Call call, Work<T> work)
      throws SQLException, InterruptedException {
    var task = new FutureTask<>(() -> call.perform(work));
    Thread.startVirtualThread(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      stop(call, task);
      if (task.state() != Future.State.SUCCESS) {
        throw e;
      }
      Thread.currentThread().interrupt();
      return task.resultNow();
    } catch (ExecutionException e) {
      throw cause(e);
    }
  }

  /** Returns when the task has ended, however often this thread is interrupted. */
  private static void stop(Call call, FutureTask<?> task) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!task.isDone() && System.nanoTime() - end < 0) {
      call.cancel();
      await(task, CANCEL_MILLIS);
    }
    if (!task.isDone()) {
      call.abort();
    }
    while (!task.isDone()) {
      await(task, CANCEL_MILLIS);
    }
  }

  private static void await(FutureTask<?> task, long millis) {
    try {
      task.get(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      // Whoever asks looks at the task.
    }
  }

  private static SQLException cause(ExecutionException e) {
    return switch (e.getCause()) {
      case SQLException failure -> failure;
      case RuntimeException failure -> throw failure;
      case Error failure -> throw failure;
      case null, default -> new SQLException(e.getCause());
    };
  }

  /** Refuses further work, waits for the work in flight and closes all connections. Idempotent. */
  @Override
  public void close() {
    calls.close(timeout);
    pool.close();
    scheduler.shutdownNow();
  }
}
