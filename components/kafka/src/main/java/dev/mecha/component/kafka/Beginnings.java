package dev.mecha.component.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a new group begins, committed before anything is read: otherwise what comes before its
 * first commit would be lost when the partition moves. A group that begins with the newest message
 * begins where a partition ended when it subscribed; a partition that came later is read from its
 * beginning.
 */
final class Beginnings {

  private final boolean newest;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  Beginnings(boolean newest, KafkaConsumer<byte[], byte[]> consumer) {
    this.newest = newest;
    this.consumer = consumer;
  }

  /** Notes where partitions ended when somebody subscribed to them. */
  void note(Map<TopicPartition, Long> offsets) {
    ends.putAll(offsets);
  }

  /** Commits the beginning of those partitions on which the group has not begun. */
  void commit(Collection<TopicPartition> partitions) {
    var fresh = new HashMap<TopicPartition, OffsetAndMetadata>();
    consumer
        .committed(Set.copyOf(partitions))
        .forEach(
            (partition, offset) -> {
              if (offset == null) {
                fresh.put(partition, new OffsetAndMetadata(beginning(partition)));
              }
            });
    if (!fresh.isEmpty()) {
      consumer.commitSync(fresh);
    }
  }

  private long beginning(TopicPartition partition) {
    if (newest) {
      consumer.seek(partition, ends.getOrDefault(partition, 0L));
    }
    return consumer.position(partition);
  }
}
