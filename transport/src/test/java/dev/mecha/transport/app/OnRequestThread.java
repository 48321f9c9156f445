package dev.mecha.transport.app;

import dev.mecha.transport.thread.EventLoops;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Runs what a test does as a handler would: on a thread that carries a request. */
final class OnRequestThread {

  private OnRequestThread() {}

  /** What was begun. */
  record Running<T>(Thread thread, CompletableFuture<T> result) {

    T get() throws Exception {
      try {
        return result.get(20, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }
  }

  static <T> Running<T> begin(EventLoops loops, Callable<T> task) {
    var result = new CompletableFuture<T>();
    Thread thread =
        loops
            .threads()
            .start(
                loops.group().next(),
                () -> {
                  try {
                    result.complete(task.call());
                  } catch (Throwable e) {
                    result.completeExceptionally(e);
                  }
                },
                () -> {});
    return new Running<>(thread, result);
  }

  static <T> T run(EventLoops loops, Callable<T> task) throws Exception {
    return begin(loops, task).get();
  }
}
