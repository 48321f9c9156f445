package dev.mecha.component.kafka;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.PublishRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The brokers, as those see them who publish or ask. */
final class Cluster implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

  private final KafkaSettings settings;
  private final Records records;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Admin admin;

  /**
   * Connects.
   *
   * @throws ComponentException if no broker can be reached
   * @throws InterruptedException if the calling thread is interrupted
   */
  Cluster(KafkaSettings settings, Records records) throws InterruptedException {
    this.settings = settings;
    this.records = records;
    try {
      this.producer =
          Drivers.make(
              () ->
                  new KafkaProducer<>(
                      settings.clients().producer(),
                      new ByteArraySerializer(),
                      new ByteArraySerializer()));
      this.admin = Drivers.make(() -> Admin.create(settings.clients().common()));
    } catch (KafkaException e) {
      throw failed(settings, e);
    }
    boolean connected = false;
    try {
      ping();
      connected = true;
    } finally {
      if (!connected) {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
      }
    }
  }

  /**
   * @param e what the driver threw
   * @return what to throw in its place
   */
  static ComponentException failed(KafkaSettings settings, Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new ComponentException("kafka at " + settings.brokers() + ": " + root.getMessage(), e);
  }

  /**
   * @throws ComponentException if no broker answers
   * @throws InterruptedException if the calling thread is interrupted
   */
  void ping() throws InterruptedException {
    try {
      admin.describeCluster().clusterId().get();
    } catch (ExecutionException e) {
      throw failed(settings, e);
    }
  }

  /**
   * Sends a message.
   *
   * @return the brokers' answer, to come
   * @throws ComponentException if it cannot be sent
   * @throws InterruptedException if the calling thread is interrupted
   */
  Future<RecordMetadata> send(PublishRequest request) throws InterruptedException {
    try {
      return producer.send(
          records.outgoing(request, topic -> producer.partitionsFor(topic).size()));
    } catch (InterruptException e) {
      throw interrupted(e);
    } catch (KafkaException | IllegalStateException | IllegalArgumentException e) {
      throw failed(settings, e);
    }
  }

  /**
   * @param answer to a message
   * @throws ComponentException if the brokers did not take it
   * @throws InterruptedException if the calling thread is interrupted
   */
  void await(Future<RecordMetadata> answer) throws InterruptedException {
    try {
      var _ = answer.get();
    } catch (ExecutionException e) {
      throw failed(settings, e);
    }
  }

  /**
   * Where the partitions of topics end by now. Asking makes a topic, where brokers do that.
   *
   * @param topics to look at
   * @return the offsets of messages to come; without a topic that is not there
   * @throws ComponentException if the brokers refuse or do not answer
   * @throws InterruptedException if the calling thread is interrupted
   */
  Map<TopicPartition, Long> ends(Collection<String> topics) throws InterruptedException {
    var latest = new HashMap<TopicPartition, OffsetSpec>();
    try {
      for (String topic : topics) {
        for (PartitionInfo each : partitions(topic)) {
          latest.put(new TopicPartition(topic, each.partition()), OffsetSpec.latest());
        }
      }
      var ends = new HashMap<TopicPartition, Long>();
      for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
          admin.listOffsets(latest).all().get().entrySet()) {
        ends.put(end.getKey(), end.getValue().offset());
      }
      return ends;
    } catch (InterruptException e) {
      throw interrupted(e);
    } catch (KafkaException | ExecutionException e) {
      throw failed(settings, e);
    }
  }

  private Collection<PartitionInfo> partitions(String topic) {
    try {
      return producer.partitionsFor(topic);
    } catch (TimeoutException e) {
      LOG.warn("The topic {} is not there yet: {}", topic, e.getMessage());
      return List.of();
    }
  }

  /** The driver's exception leaves the interrupt set, ours stands for it. */
  private static InterruptedException interrupted(InterruptException cause) {
    boolean _ = Thread.interrupted();
    var interrupted = new InterruptedException();
    interrupted.initCause(cause);
    return interrupted;
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
    admin.close(Duration.ofSeconds(1));
  }
}
