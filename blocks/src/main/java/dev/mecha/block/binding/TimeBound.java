package dev.mecha.block.binding;

import dev.mecha.kernel.channel.UnreachableException;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls that are given up when they take too long. */
final class TimeBound {

  private TimeBound() {}

  /**
   * @throws UnreachableException if the call took too long, or threw that
   * @throws InterruptedException if the caller was interrupted; so is the call
   */
  static <T> T call(Duration limit, Callable<T> call) throws InterruptedException {
    var task = new FutureTask<>(call);
    Thread.ofVirtual().name("bounded").start(task);
    try {
      return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new UnreachableException(Code.DEADLINE_EXCEEDED, "context deadline exceeded", e);
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case RuntimeException failure -> failure;
        case Error error -> throw error;
        case null, default -> new IllegalStateException(e.getCause());
      };
    } finally {
      task.cancel(true);
    }
  }
}
