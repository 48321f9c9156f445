package dev.mecha.component.kafka;

import dev.mecha.component.support.Handlers;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.BulkOptions;
import dev.mecha.spi.pubsub.Subscription;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member of the group, with a consumer and a thread of its own. Each partition is worked on by
 * a virtual thread, and read on when that is done; how far it is done is committed from time to
 * time and before the partition goes to another member.
 */
final class KafkaSubscription implements Subscription, ConsumerRebalanceListener {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaSubscription.class);
  private static final Duration IDLE = Duration.ofMillis(250);
  private static final Duration BUSY = Duration.ofMillis(10);
  private static final Duration HANDOVER = Duration.ofSeconds(10);
  private static final Duration START = Duration.ofSeconds(60);
  private static final int MANY = 10_000;

  private final KafkaSettings settings;
  private final String topic;
  private final int most;
  private final Work work;
  private final Consumer<KafkaSubscription> onClose;
  private final Handlers handlers;
  private final Gatherer gatherer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, PartitionWorker> workers = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();
  private final Beginnings beginnings;
  private final Semaphore ends = new Semaphore(0);
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
  private final Thread reader;

  /**
   * @param topic to read
   * @param options how records are gathered
   * @param work hands them to the application
   * @param onClose told at the end
   */
  KafkaSubscription(
      KafkaSettings settings,
      String topic,
      BulkOptions options,
      Work work,
      Consumer<KafkaSubscription> onClose) {
    this.settings = settings;
    this.topic = topic;
    this.most = options.maxMessages();
    this.work = work;
    this.onClose = onClose;
    this.handlers = new Handlers("kafka-handler " + topic, MANY);
    this.gatherer = new Gatherer(options);
    try {
      this.consumer =
          Drivers.make(
              () ->
                  new KafkaConsumer<>(
                      settings.clients().consumer(),
                      new ByteArrayDeserializer(),
                      new ByteArrayDeserializer()));
    } catch (KafkaException e) {
      throw KafkaPubSub.failed(settings, e);
    }
    this.beginnings = new Beginnings(topic, settings.fromNewest(), consumer);
    this.reader = Thread.ofPlatform().daemon().name("kafka-reader").unstarted(this::read);
  }

  /**
   * Joins the group.
   *
   * @return this, when it has got its partitions
   * @throws ComponentException if the brokers refuse or do not answer
   * @throws InterruptedException if the calling thread is interrupted
   */
  KafkaSubscription start() throws InterruptedException {
    reader.start();
    boolean joined = false;
    try {
      joined = ready.get(START.toSeconds(), TimeUnit.SECONDS);
      return this;
    } catch (ExecutionException e) {
      throw KafkaPubSub.failed(settings, e);
    } catch (TimeoutException e) {
      throw new ComponentException(
          "kafka at " + settings.brokers() + ": no partitions of " + topic + " in time", e);
    } finally {
      if (!joined) {
        close();
      }
    }
  }

  private void read() {
    try (consumer) {
      beginnings.look();
      consumer.subscribe(Set.of(topic), this);
      while (!handlers.isClosed()) {
        turn();
      }
      leave();
    } catch (InterruptedException e) {
      LOG.trace("closed by somebody who does not wait", e);
    } catch (KafkaException e) {
      boolean early = ready.completeExceptionally(e);
      if (!early && !handlers.isClosed()) {
        LOG.error("Messages of {} are not read any more: {}", topic, e.getMessage());
      }
    }
  }

  /** A call for the end that found nothing to wake is still due, and the next call gets it. */
  private void leave() throws InterruptedException {
    try {
      release(Set.copyOf(workers.keySet()), true);
    } catch (WakeupException e) {
      release(Set.copyOf(workers.keySet()), true);
    }
  }

  /** Reads, gives to workers what is ripe, and takes notice of those that are done. */
  private void turn() throws InterruptedException {
    try {
      Duration wait = gatherer.wait(workers.isEmpty() ? IDLE : BUSY);
      if (!workers.isEmpty() && workers.size() == consumer.assignment().size()) {
        boolean _ = ends.tryAcquire(BUSY.toMillis() * 5, TimeUnit.MILLISECONDS);
        wait = Duration.ZERO;
      }
      gatherer.add(consumer.poll(wait));
      for (var heap : gatherer.takeRipe().entrySet()) {
        employ(heap.getKey(), heap.getValue());
      }
      collect();
    } catch (WakeupException e) {
      LOG.trace("closing", e);
    } catch (RetriableException e) {
      LOG.warn("Messages of {} cannot be read: {}", topic, e.getMessage());
    }
  }

  private void employ(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records)
      throws InterruptedException {
    var worker = new PartitionWorker(records, most, work, settings, ends::release);
    if (handlers.start(worker)) {
      workers.put(partition, worker);
      consumer.pause(Set.of(partition));
    }
  }

  private void collect() {
    ends.drainPermits();
    for (TopicPartition partition : Set.copyOf(workers.keySet())) {
      PartitionWorker worker = workers.get(partition);
      if (worker != null) {
        note(partition, worker);
        if (worker.hasEnded()) {
          workers.remove(partition);
          consumer.resume(Set.of(partition));
        }
      }
    }
    if (!uncommitted.isEmpty()) {
      consumer.commitAsync(Map.copyOf(uncommitted), null);
      uncommitted.clear();
    }
  }

  private void note(TopicPartition partition, PartitionWorker worker) {
    if (worker.done() >= 0) {
      uncommitted.put(partition, new OffsetAndMetadata(worker.done()));
    }
  }

  /** Waits for what is in the application's hands, and commits how far it is. */
  private void release(Collection<TopicPartition> partitions, boolean commit)
      throws InterruptedException {
    gatherer.forget(partitions);
    var own = new HashSet<>(partitions);
    own.retainAll(workers.keySet());
    for (TopicPartition partition : own) {
      PartitionWorker worker = workers.get(partition);
      if (worker != null) {
        worker.stop();
      }
    }
    for (TopicPartition partition : own) {
      PartitionWorker worker = workers.remove(partition);
      if (worker != null && worker.awaitEnd(HANDOVER)) {
        note(partition, worker);
      }
    }
    if (commit && !uncommitted.isEmpty()) {
      consumer.commitSync(Map.copyOf(uncommitted));
    }
    uncommitted.clear();
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    giveUp(partitions, true);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    giveUp(partitions, false);
  }

  private void giveUp(Collection<TopicPartition> partitions, boolean commit) {
    try {
      release(partitions, commit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (KafkaException e) {
      LOG.debug("Some messages of {} come again: {}", topic, e.getMessage());
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    beginnings.commit(partitions);
    ready.complete(true);
  }

  @Override
  public void close() {
    onClose.accept(this);
    handlers.stop();
    ends.release();
    consumer.wakeup();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    handlers.close();
    if (Thread.currentThread().isInterrupted()) {
      reader.interrupt();
    }
  }
}
