package dev.mecha.block.pubsub.subscribe;

import dev.mecha.spi.pubsub.BulkEntry;
import dev.mecha.spi.pubsub.BulkMessage;
import dev.mecha.spi.pubsub.BulkMessageHandler;
import dev.mecha.spi.pubsub.BulkOptions;
import dev.mecha.spi.pubsub.Message;
import dev.mecha.spi.pubsub.MessageHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gathers messages for a broker that hands them over one by one. The thread of the first message
 * waits for others and delivers all; the others wait for what becomes of theirs.
 */
final class BulkCollector implements MessageHandler {

  private final BulkOptions options;
  private final boolean immediate;
  private final BulkMessageHandler handler;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();

  /** Whoever holds it gathers. */
  private final ReentrantLock gathering = new ReentrantLock();

  /** A message, and whoever waits for what becomes of it. */
  private static final class Waiting {

    private final Message message;
    private final BulkEntry entry;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private volatile boolean taken;

    Waiting(Message message) {
      this.message = message;
      this.entry =
          new BulkEntry(
              UUID.randomUUID().toString(),
              message.data(),
              message.metadata(),
              message.contentType());
    }
  }

  /**
   * @param options how they are gathered
   * @param immediate whether nobody waits for others: who is there is taken along
   * @param handler gets them
   */
  BulkCollector(BulkOptions options, boolean immediate, BulkMessageHandler handler) {
    this.options = options;
    this.immediate = immediate;
    this.handler = handler;
  }

  @Override
  public void handle(Message message) throws RetryException, InterruptedException {
    var waiting = new Waiting(message);
    queue.add(waiting);
    try {
      while (!waiting.taken) {
        if (gathering.tryLock(20, TimeUnit.MILLISECONDS)) {
          deliver(gatherFor(waiting));
        }
      }
      result(waiting);
    } finally {
      queue.remove(waiting); // if it was interrupted before anybody took it
    }
  }

  /** With the lock, which it gives back. */
  private List<Waiting> gatherFor(Waiting waiting) throws InterruptedException {
    try {
      return waiting.taken ? List.of() : gather();
    } finally {
      gathering.unlock();
    }
  }

  private List<Waiting> gather() throws InterruptedException {
    var batch = new ArrayList<Waiting>();
    long end = System.nanoTime() + (immediate ? 0 : options.maxAwait().toNanos());
    while (batch.size() < options.maxMessages()) {
      Waiting next = queue.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (next == null) {
        break;
      }
      next.taken = true;
      batch.add(next);
    }
    return batch;
  }

  private void deliver(List<Waiting> batch) throws InterruptedException {
    if (batch.isEmpty()) {
      return;
    }
    try {
      Set<String> failed =
          handler.handle(
              new BulkMessage(
                  batch.getFirst().message.topic(),
                  batch.stream().map(one -> one.entry).toList(),
                  Map.of()));
      batch.forEach(one -> one.done.complete(!failed.contains(one.entry.entryId())));
    } catch (InterruptedException e) {
      batch.forEach(one -> one.done.complete(false));
      throw e;
    } catch (Exception e) {
      batch.forEach(one -> one.done.complete(false));
    }
  }

  private static void result(Waiting waiting) throws RetryException, InterruptedException {
    try {
      if (!waiting.done.get()) {
        throw new RetryException("the event shall come again");
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
