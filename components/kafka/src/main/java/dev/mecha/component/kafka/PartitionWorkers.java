package dev.mecha.component.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Which partitions are worked on, and how far they are done: that is committed from time to time
 * and before a partition goes to another member. Belongs to the thread that reads.
 */
final class PartitionWorkers {

  private static final Duration HANDOVER = Duration.ofSeconds(10);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, PartitionWorker> workers = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();
  private final Semaphore ends = new Semaphore(0);

  PartitionWorkers(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /** Reads no more of a partition until what was read is done with. */
  void employ(
      KafkaSubscription subscription,
      TopicPartition partition,
      List<ConsumerRecord<byte[], byte[]>> records)
      throws InterruptedException {
    PartitionWorker worker = subscription.employ(records, ends::release);
    if (worker != null) {
      workers.put(partition, worker);
      consumer.pause(Set.of(partition));
    }
  }

  boolean isEmpty() {
    return workers.isEmpty();
  }

  /**
   * @return whether there is nothing to read, since all partitions are worked on
   */
  boolean areAll() {
    return !workers.isEmpty() && workers.size() == consumer.assignment().size();
  }

  /** Waits for the end of one. */
  void awaitOne(Duration patience) throws InterruptedException {
    boolean _ = ends.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends a wait. May be called by any thread. */
  void rouse() {
    ends.release();
  }

  /** Commits how far they are, and reads on where they have ended. */
  void collect() {
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

  /**
   * Waits for what is in the application's hands.
   *
   * @param partitions that are somebody else's in a moment
   * @param commit whether how far they are can still be committed
   */
  void release(Collection<TopicPartition> partitions, boolean commit) throws InterruptedException {
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
      Drivers.undisturbed(() -> consumer.commitSync(Map.copyOf(uncommitted)));
    }
    uncommitted.clear();
  }
}
