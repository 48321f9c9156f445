package dev.mecha.component.kafka;

import dev.mecha.spi.pubsub.BulkOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Keeps what was read until it is enough to be handed over together. */
final class Gatherer {

  private record Heap(List<ConsumerRecord<byte[], byte[]>> records, long since) {}

  private final BulkOptions options;
  private final Map<TopicPartition, Heap> heaps = new HashMap<>();

  Gatherer(BulkOptions options) {
    this.options = options;
  }

  void add(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> read) {
    heaps
        .computeIfAbsent(partition, key -> new Heap(new ArrayList<>(), System.nanoTime()))
        .records
        .addAll(read);
  }

  /**
   * @return what is enough, or has waited for long enough; the caller has it then
   */
  Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> takeRipe() {
    var ripe = new HashMap<TopicPartition, List<ConsumerRecord<byte[], byte[]>>>();
    heaps.forEach(
        (partition, heap) -> {
          long age = System.nanoTime() - heap.since;
          if (heap.records.size() >= options.maxMessages() || age >= options.maxAwait().toNanos()) {
            ripe.put(partition, heap.records);
          }
        });
    heaps.keySet().removeAll(ripe.keySet());
    return ripe;
  }

  /**
   * @param longest that the caller would wait
   * @return how long it may wait until something is ripe
   */
  Duration wait(Duration longest) {
    return heaps.isEmpty() || options.maxAwait().compareTo(longest) > 0
        ? longest
        : options.maxAwait();
  }

  /** Partitions are somebody else's now. */
  void forget(Iterable<TopicPartition> partitions) {
    partitions.forEach(heaps::remove);
  }
}
