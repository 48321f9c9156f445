package dev.mecha.component.kafka;

import static java.util.Objects.requireNonNull;

import dev.mecha.component.support.Handlers;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.BulkOptions;
import dev.mecha.spi.pubsub.Subscription;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Topics, and what is done with their records. Each partition is worked on by a virtual thread, and
 * read on when that is done.
 */
final class KafkaSubscription implements Subscription {

  private static final Duration START = Duration.ofSeconds(60);
  private static final int MANY = 10_000;

  private final KafkaSettings settings;
  private final Set<String> topics;
  private final int most;
  private final Work work;
  private final Handlers handlers;
  private final Gatherer gatherer;
  private final Set<PartitionWorker> workers = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
  private final CountDownLatch gone = new CountDownLatch(1);
  private volatile @Nullable GroupMember member;

  /**
   * @param topics to read
   * @param options how records are gathered
   * @param work hands them to the application
   */
  KafkaSubscription(KafkaSettings settings, Set<String> topics, BulkOptions options, Work work) {
    this.settings = settings;
    this.topics = Set.copyOf(topics);
    this.most = options.maxMessages();
    this.work = work;
    this.handlers = new Handlers("kafka-handler " + String.join(",", topics), MANY);
    this.gatherer = new Gatherer(options);
  }

  Set<String> topics() {
    return topics;
  }

  /**
   * @return whether both have a topic
   */
  boolean shares(KafkaSubscription other) {
    return !Collections.disjoint(topics, other.topics);
  }

  /** What was read and not given to a worker yet. */
  Gatherer gatherer() {
    return gatherer;
  }

  /** Whose consumer reads the topics. */
  void belongTo(GroupMember reader) {
    member = reader;
  }

  /** It has got its partitions, or there are none left for it. */
  void ready() {
    ready.complete(true);
  }

  /**
   * It is not read any more.
   *
   * @return whether somebody still waited for it to be ready, and is told
   */
  boolean fail(Throwable cause) {
    boolean told = ready.completeExceptionally(cause);
    gone.countDown();
    return told;
  }

  /** It is not read any more, as it wished. */
  void gone() {
    gone.countDown();
  }

  boolean isClosed() {
    return handlers.isClosed();
  }

  void awaitReady() throws InterruptedException {
    try {
      var _ = ready.get(START.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw Cluster.failed(settings, requireNonNull(e.getCause()));
    } catch (TimeoutException e) {
      throw new ComponentException(
          "kafka at " + settings.brokers() + ": no partitions of " + topics + " in time", e);
    }
  }

  /**
   * Lets a virtual thread work on records.
   *
   * @param records of one partition
   * @param onEnd told at its end
   * @return the worker, or null if this is closed
   */
  @Nullable PartitionWorker employ(List<ConsumerRecord<byte[], byte[]>> records, Runnable onEnd)
      throws InterruptedException {
    workers.removeIf(PartitionWorker::hasEnded);
    var worker = new PartitionWorker(records, most, work, settings, onEnd);
    workers.add(worker);
    return handlers.start(worker) ? worker : null;
  }

  /** Waits for what is in the application's hands, and leaves the group. */
  @Override
  public void close() {
    handlers.stop();
    workers.forEach(PartitionWorker::stop);
    handlers.close();
    GroupMember reader = member;
    if (reader == null) {
      return;
    }
    reader.remove(this);
    try {
      gone.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
