package dev.mecha.kernel.registry;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs foreign code that may hang on a platform thread of its own: it is interrupted when its time
 * is over. What it makes in spite of that is thrown away properly, however late.
 *
 * @param <T> what the code makes
 */
final class BoundedCall<T> {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.processor");

  /** How long code may take to notice an interrupt before the caller goes on without it. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final String name;
  private final Consumer<T> discard;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final Thread thread;

  private BoundedCall(String name, Callable<T> work, Consumer<T> discard) {
    this.name = name;
    this.discard = discard;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> run(work));
  }

  /**
   * @param name of the thread
   * @param timeout how long the work may take
   * @param work what to do
   * @param discard what to do with a result that comes too late
   * @return the result
   * @throws ExecutionException what the work threw
   * @throws TimeoutException if it was not done in time
   * @throws InterruptedException if the caller is interrupted; so is the work
   */
  static <T> T call(String name, Duration timeout, Callable<T> work, Consumer<T> discard)
      throws ExecutionException, TimeoutException, InterruptedException {
    var call = new BoundedCall<>(name, work, discard);
    call.thread.start();
    try {
      return call.result.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      call.abandon();
      throw e;
    } catch (InterruptedException e) {
      call.abandon();
      throw e;
    }
  }

  private void run(Callable<T> work) {
    try {
      T made = work.call();
      if (!result.complete(made)) {
        discard.accept(made);
      }
    } catch (Throwable e) { // foreign code: a linkage error too is its failure, not ours
      if (!result.completeExceptionally(e)) {
        LOG.debug("{} ended after its time", name, e);
      }
    }
  }

  /** From here on nobody takes the result. */
  private void abandon() throws InterruptedException {
    if (!result.cancel(false)) {
      if (result.state() == Future.State.SUCCESS) {
        discard.accept(result.resultNow()); // it was done at this very moment
      }
      return;
    }
    thread.interrupt();
    if (!thread.join(GRACE)) {
      LOG.warn("{} does not end when it is interrupted; it is left behind", name);
    }
  }
}
