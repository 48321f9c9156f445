package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A few threads that read, each with a session of its own. They are made when all others are busy,
 * and end when there is nothing to do for a while.
 */
final class Readers implements Lane {

  private static final Duration IDLE = Duration.ofSeconds(30);

  private final Database database;
  private final String name;
  private final int most;
  private final LinkedTransferQueue<Job<?>> queue = new LinkedTransferQueue<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean closed;

  Readers(Database database, String name, int most) {
    this.database = database;
    this.name = name;
    this.most = most;
  }

  @Override
  public <T extends @Nullable Object> Job<T> submit(Work<T> work) {
    var job = new Job<>(work);
    if (!closed && !queue.tryTransfer(job)) {
      queue.add(job);
      if (count.get() < most) {
        grow();
      }
    }
    if (closed && job.cancel()) {
      throw new ComponentException("the state store is closed");
    }
    return job;
  }

  /** Two callers may grow it at once by one too many: that thread ends when it is idle. */
  private void grow() {
    int number = count.incrementAndGet();
    threads.add(Threads.start("sqlite-" + name + "-reader-" + number, this::serve));
  }

  private void serve() {
    @Nullable Session session = null;
    try {
      for (Job<?> job = next(); job != null; job = next()) {
        session = read(session, job);
      }
    } finally {
      if (session != null) {
        session.close();
      }
      threads.remove(Thread.currentThread());
    }
  }

  /**
   * Looks once more after it has left: a job that came in between has seen this thread as being
   * there.
   */
  private @Nullable Job<?> next() {
    try {
      Job<?> job = closed ? queue.poll() : queue.poll(IDLE.toNanos(), TimeUnit.NANOSECONDS);
      if (job == null) {
        count.decrementAndGet();
        job = queue.poll();
        if (job != null) {
          count.incrementAndGet();
        }
      }
      return job;
    } catch (InterruptedException e) {
      // Only closing does this.
      return next();
    }
  }

  /**
   * @return the session for the next job; null if it has failed
   */
  private @Nullable Session read(@Nullable Session session, Job<?> job) {
    if (!job.start()) {
      return session;
    }
    Session current = session;
    try {
      if (current == null) {
        current = database.openReader();
      }
      job.run(current);
      job.deliver();
      return current;
    } catch (SQLException e) {
      job.fail(database.failure(e));
      if (current != null) {
        current.close();
      }
      return null;
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
    threads.forEach(thread -> Threads.join(thread, database.timeout()));
  }
}
