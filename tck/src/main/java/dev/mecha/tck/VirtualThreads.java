package dev.mecha.tck;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs a task on many virtual threads at once. */
public final class VirtualThreads {

  private VirtualThreads() {}

  /** What each thread does. */
  @FunctionalInterface
  public interface Task {
    /**
     * @param thread the number of the thread, from 0
     * @throws Exception if the test fails
     */
    void run(int thread) throws Exception;
  }

  /**
   * Lets all threads start together and waits for all.
   *
   * @param threads how many
   * @param task what each does
   * @throws Exception the first failure of a thread
   */
  public static void run(int threads, Task task) throws Exception {
    var start = new CountDownLatch(1);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures = new ArrayList<Future<?>>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        futures.add(executor.submit(after(start, task, thread)));
      }
      start.countDown();
      for (Future<?> future : futures) {
        join(future);
      }
    }
  }

  private static Callable<Boolean> after(CountDownLatch start, Task task, int thread) {
    return () -> {
      start.await();
      task.run(thread);
      return true;
    };
  }

  private static void join(Future<?> future) throws Exception {
    try {
      future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
