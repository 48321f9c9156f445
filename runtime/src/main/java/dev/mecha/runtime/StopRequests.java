package dev.mecha.runtime;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a sidecar was asked for and has not done yet. A request to stop stands for good; one to
 * start anew is over when somebody has taken it, and is the same as several. Thread-safe.
 */
final class StopRequests {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition asked = lock.newCondition();
  private boolean stop;
  private boolean reload;
  private @Nullable Exception failure;

  void stop() {
    change(() -> stop = true);
  }

  void reload() {
    change(() -> reload = true);
  }

  /**
   * @param cause why the sidecar cannot go on
   */
  void fail(Exception cause) {
    change(
        () -> {
          if (failure == null) {
            failure = cause;
          }
        });
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      asked.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a request. A stop comes before a failure, and that before a reload.
   *
   * @return what to do
   * @throws SidecarException if the sidecar cannot go on
   */
  StopReason await() throws SidecarException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!stop && !reload && failure == null) {
        asked.await();
      }
      if (stop) {
        return StopReason.SHUTDOWN;
      }
      if (failure != null) {
        throw new SidecarException(String.valueOf(failure.getMessage()), failure);
      }
      reload = false;
      return StopReason.RELOAD;
    } finally {
      lock.unlock();
    }
  }
}
