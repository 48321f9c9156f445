package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. While it waits for the disk, jobs gather; the next transaction takes
 * them all, so that a hundred writers pay for one synchronisation of the disk. Nobody is answered
 * before the commit has returned.
 *
 * <p>If the engine fails in a transaction of many, each job gets a transaction of its own: one that
 * cannot be done does not fail its neighbours. A session that failed is given up and the next job
 * opens another.
 */
final class Writer implements Lane, Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  /** Bounds how long the first of a batch waits for the last, and how much a rollback costs. */
  private static final int LARGEST_BATCH = 512;

  private final Database database;
  private final LinkedBlockingQueue<Job<?>> queue = new LinkedBlockingQueue<>();
  private final Thread thread;

  /** The last job of all: it tells the thread to end. */
  private final Job<@Nullable Object> end = new Job<>(session -> null);

  private volatile boolean closed;
  private @Nullable Session session;
  private long nextCleanup;

  Writer(Database database, String name) {
    this.database = database;
    scheduleCleanup();
    this.thread = Threads.start("sqlite-" + name + "-writer", this);
  }

  @Override
  public <T extends @Nullable Object> Job<T> submit(Work<T> work) {
    return submit(new Job<>(work));
  }

  /**
   * Hands in work that need not survive a power failure. It costs no synchronisation of the disk
   * unless it shares its transaction with work that does.
   */
  <T extends @Nullable Object> Job<T> submitRelaxed(Work<T> work) {
    return submit(new Job<>(work, true));
  }

  private <T extends @Nullable Object> Job<T> submit(Job<T> job) {
    queue.add(job);
    if (closed && job.cancel()) {
      throw closedFailure();
    }
    return job;
  }

  @Override
  public void run() {
    var batch = new ArrayList<Job<?>>(LARGEST_BATCH);
    boolean ending = false;
    while (!ending) {
      await(batch);
      ending = batch.remove(end);
      commit(batch);
      batch.clear();
      cleanUpIfDue();
    }
    giveUpSession();
    queue.forEach(job -> job.fail(closedFailure()));
  }

  private void await(List<Job<?>> batch) {
    try {
      Job<?> first =
          database.cleanupInterval().isPositive()
              ? queue.poll(nextCleanup - System.nanoTime(), TimeUnit.NANOSECONDS)
              : queue.take();
      if (first != null) {
        batch.add(first);
        queue.drainTo(batch, LARGEST_BATCH - 1);
      }
    } catch (InterruptedException e) {
      LOG.debug("Nobody is meant to interrupt this thread; it goes on", e);
    }
  }

  /** A job starts when the lock is there: until then its caller may give up. */
  private void commit(List<Job<?>> jobs) {
    if (jobs.isEmpty()) {
      return;
    }
    try {
      Session current = session();
      current.relax(jobs.stream().allMatch(Job::relaxed));
      current.begin();
      jobs.removeIf(job -> !job.start());
      for (Job<?> job : jobs) {
        job.run(current);
      }
      current.commit();
      jobs.forEach(Job::deliver);
    } catch (SQLException e) {
      recover(jobs, e);
    }
  }

  private void recover(List<Job<?>> jobs, SQLException failure) {
    undo(failure);
    if (jobs.size() == 1 || Database.isBusy(failure)) {
      jobs.forEach(job -> job.fail(database.failure(failure)));
    } else {
      jobs.forEach(job -> commit(new ArrayList<>(List.of(job))));
    }
  }

  /** A database in memory is gone with its session: that one is kept, whatever happens. */
  private void undo(SQLException failure) {
    try {
      if (session != null) {
        session.rollback();
      }
    } catch (SQLException e) {
      LOG.trace("There was no transaction left to undo", e);
    }
    if (!Database.isBusy(failure) && !database.inMemory()) {
      giveUpSession();
    }
  }

  private Session session() throws SQLException {
    if (session == null) {
      session = database.openWriter();
    }
    return session;
  }

  private void giveUpSession() {
    if (session != null) {
      session.close();
      session = null;
    }
  }

  private void cleanUpIfDue() {
    Duration interval = database.cleanupInterval();
    if (interval.isPositive() && System.nanoTime() - nextCleanup >= 0) {
      var job = new Job<>(session -> session.cleanUp(interval));
      commit(new ArrayList<>(List.of(job)));
      report(job);
      scheduleCleanup();
    }
  }

  private static void report(Job<Integer> cleanup) {
    try {
      LOG.debug("Removed {} expired values", cleanup.await(Duration.ZERO));
    } catch (ComponentException | InterruptedException e) {
      LOG.error("Error removing expired data: {}", e.getMessage());
    }
  }

  private void scheduleCleanup() {
    nextCleanup = System.nanoTime() + TimeUnit.NANOSECONDS.convert(database.cleanupInterval());
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      queue.add(end);
    }
    Threads.join(thread, database.timeout());
  }

  private static ComponentException closedFailure() {
    return new ComponentException("the state store is closed");
  }
}
