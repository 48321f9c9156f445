package dev.mecha.component.support;

import dev.mecha.spi.ComponentException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * For drivers that do not bear an interrupt: they work on a thread that nobody interrupts, while
 * the caller waits and may go away.
 */
public final class OwnThread {

  private OwnThread() {}

  /**
   * @param name of the thread
   * @param call to the driver
   * @param <T> the answer
   * @return the answer
   * @throws ComponentException if the call throws it, or anything else, which is the cause then
   * @throws InterruptedException if the calling thread is interrupted; the call goes on
   */
  public static <T extends @Nullable Object> T call(String name, Callable<T> call)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    var task = new FutureTask<T>(call);
    Thread.ofVirtual().name(name).start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ComponentException failure
          ? failure
          : new ComponentException(name + ": " + e.getCause(), e.getCause());
    }
  }
}
