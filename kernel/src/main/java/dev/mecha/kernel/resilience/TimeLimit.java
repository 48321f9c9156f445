package dev.mecha.kernel.resilience;

import dev.mecha.spi.time.Time;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts a try that takes too long. The interrupt is ours: nobody outside sees it, and what the
 * try makes of it is a {@link GuardTimeoutException}. So is a result that comes late; if it can be
 * closed, it is closed.
 *
 * @param limit how long a try may take; more than zero
 * @param time the time that passes
 * @param onTimeout done for each try that took too long
 */
record TimeLimit(Duration limit, Time time, Runnable onTimeout) implements Guard {

  @Override
  public <T, E extends Exception> T run(Attempt<T, E> attempt) throws E, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException(); // later it could not be told from ours
    }
    var deadline = new Deadline(Thread.currentThread());
    Time.Alarm alarm = time.after(limit, deadline::pass);
    T result;
    try {
      result = attempt.run();
    } catch (Exception e) {
      if (deadline.end()) {
        throw tooLong(e);
      }
      throw e;
    } finally {
      alarm.cancel();
      deadline.end();
    }
    if (deadline.end()) {
      throw tooLong(discard(result));
    }
    return result;
  }

  private GuardTimeoutException tooLong(@Nullable Exception cause) {
    onTimeout.run();
    var timeout = new GuardTimeoutException();
    if (cause != null) {
      timeout.initCause(cause);
    }
    return timeout;
  }

  private static @Nullable Exception discard(Object result) {
    if (result instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return e;
      } catch (Exception e) {
        return e;
      }
    }
    return null;
  }

  /** Settles which came first, the end of the try or of its time. */
  private static final class Deadline {

    private final ReentrantLock lock = new ReentrantLock();
    private final Thread runner;
    private boolean ended;
    private boolean missed;

    Deadline(Thread runner) {
      this.runner = runner;
    }

    /** Under the lock, so that the interrupt never comes after the end of the try. */
    void pass() {
      lock.lock();
      try {
        if (!ended) {
          missed = true;
          runner.interrupt();
        }
      } finally {
        lock.unlock();
      }
    }

    /**
     * Called by the thread of the try; the first call is its end.
     *
     * @return whether its time was over before
     */
    boolean end() {
      lock.lock();
      try {
        if (missed && !ended) {
          Thread.interrupted(); // it was ours
        }
        ended = true;
        return missed;
      } finally {
        lock.unlock();
      }
    }
  }
}
