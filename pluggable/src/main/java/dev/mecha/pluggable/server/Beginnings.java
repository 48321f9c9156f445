package dev.mecha.pluggable.server;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/**
 * The streams that have been asked for and do not flow yet. Whoever asks whether the component is
 * well waits for those that were asked for before, and knows then that it misses nothing.
 */
final class Beginnings {

  private final ConcurrentLinkedQueue<CompletableFuture<?>> open = new ConcurrentLinkedQueue<>();

  /**
   * @param stream done when it flows, or cannot
   */
  void add(CompletableFuture<?> stream) {
    open.removeIf(CompletableFuture::isDone);
    open.add(stream);
  }

  /**
   * @return those that do not flow yet
   */
  List<CompletableFuture<?>> now() {
    return List.copyOf(open);
  }

  /**
   * Waits until they flow, or cannot.
   *
   * @param streams what was asked for
   * @throws InterruptedException if the calling thread is interrupted
   */
  static void await(List<CompletableFuture<?>> streams) throws InterruptedException {
    var settled = new CountDownLatch(streams.size());
    for (CompletableFuture<?> stream : streams) {
      var _ = stream.whenComplete((_, _) -> settled.countDown());
    }
    settled.await();
  }
}
