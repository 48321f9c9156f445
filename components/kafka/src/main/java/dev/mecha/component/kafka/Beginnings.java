package dev.mecha.component.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a new group begins, committed before anything is read: otherwise what comes before its
 * first commit would be lost when the partition moves. A group that begins with the newest message
 * begins where a partition ended when it subscribed; a partition that came later is read from its
 * beginning.
 */
final class Beginnings {

  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int LOOKS = 40;

  private final String topic;
  private final boolean newest;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  Beginnings(String topic, boolean newest, KafkaConsumer<byte[], byte[]> consumer) {
    this.topic = topic;
    this.newest = newest;
    this.consumer = consumer;
  }

  /** Notes where the partitions end by now. Asking makes the topic, where brokers do that. */
  void look() throws InterruptedException {
    List<PartitionInfo> known = consumer.partitionsFor(topic);
    for (int i = 0; i < LOOKS && known.isEmpty(); i++) {
      Thread.sleep(PAUSE);
      known = consumer.partitionsFor(topic);
    }
    var partitions = new HashSet<TopicPartition>();
    known.forEach(each -> partitions.add(new TopicPartition(each.topic(), each.partition())));
    ends.putAll(consumer.endOffsets(partitions));
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
