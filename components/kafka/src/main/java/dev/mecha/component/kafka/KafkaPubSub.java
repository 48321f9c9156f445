package dev.mecha.component.kafka;

import dev.mecha.component.support.BulkSending;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.BulkEntry;
import dev.mecha.spi.pubsub.BulkMessage;
import dev.mecha.spi.pubsub.BulkMessageHandler;
import dev.mecha.spi.pubsub.BulkOptions;
import dev.mecha.spi.pubsub.BulkPublishRequest;
import dev.mecha.spi.pubsub.FailedEntry;
import dev.mecha.spi.pubsub.Message;
import dev.mecha.spi.pubsub.MessageHandler;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PubSubFeature;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.spi.pubsub.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Carries messages through Apache Kafka. */
public final class KafkaPubSub implements PubSub {

  private final String name;
  private final Records records;
  private final Cluster cluster;
  private final Group group;
  private volatile boolean closed;

  /** Makes brokers of the type {@code pubsub.kafka}. */
  public static final class Provider implements ComponentProvider<PubSub> {

    @Override
    public Class<PubSub> kind() {
      return PubSub.class;
    }

    @Override
    public List<String> types() {
      return List.of("pubsub.kafka");
    }

    @Override
    public PubSub create(ComponentContext context) throws InterruptedException {
      return new KafkaPubSub(context);
    }
  }

  /**
   * Connects.
   *
   * @param context its name and metadata
   * @throws ComponentException if no broker can be reached or the metadata is wrong
   * @throws InterruptedException if the calling thread is interrupted
   */
  public KafkaPubSub(ComponentContext context) throws InterruptedException {
    this.name = context.name();
    KafkaSettings settings = KafkaSettings.of(context);
    this.records = new Records(settings);
    this.cluster = new Cluster(settings, records);
    this.group = new Group(settings, cluster);
  }

  @Override
  public Set<PubSubFeature> features() {
    return Set.of(PubSubFeature.BULK_PUBLISH, PubSubFeature.BULK_SUBSCRIBE);
  }

  @Override
  public void ping() throws InterruptedException {
    requireOpen();
    cluster.ping();
  }

  @Override
  public void publish(PublishRequest request) throws InterruptedException {
    requireOpen();
    cluster.await(cluster.send(request));
  }

  /** All are sent before the first answer is awaited. */
  @Override
  public List<FailedEntry> bulkPublish(BulkPublishRequest request) throws InterruptedException {
    requireOpen();
    return BulkSending.publish(request, cluster::send, cluster::await);
  }

  @Override
  public Subscription subscribe(SubscribeRequest request, MessageHandler handler)
      throws InterruptedException {
    return begin(
        request,
        Group.SINGLE,
        batch -> {
          ConsumerRecord<byte[], byte[]> record = batch.getFirst();
          handler.handle(
              new Message(record.topic(), Records.data(record), records.metadata(record), null));
          return List.of();
        });
  }

  @Override
  public Subscription bulkSubscribe(
      SubscribeRequest request, BulkOptions options, BulkMessageHandler handler)
      throws InterruptedException {
    return begin(request, options, batch -> handOver(batch, handler));
  }

  private List<ConsumerRecord<byte[], byte[]>> handOver(
      List<ConsumerRecord<byte[], byte[]>> batch, BulkMessageHandler handler) throws Exception {
    var entries = new ArrayList<BulkEntry>();
    for (ConsumerRecord<byte[], byte[]> record : batch) {
      entries.add(new BulkEntry(id(record), Records.data(record), records.metadata(record), null));
    }
    Set<String> refused =
        handler.handle(new BulkMessage(batch.getFirst().topic(), entries, Map.of()));
    return batch.stream().filter(record -> refused.contains(id(record))).toList();
  }

  private static String id(ConsumerRecord<byte[], byte[]> record) {
    return record.partition() + "-" + record.offset();
  }

  private Subscription begin(SubscribeRequest request, BulkOptions options, Work work)
      throws InterruptedException {
    requireOpen();
    Records.requireNoSchema(request.metadata());
    return group.subscribe(Set.of(request.topic()), options, work);
  }

  private void requireOpen() {
    if (closed) {
      throw new ComponentException("pub/sub " + name + " is closed");
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    group.close();
    cluster.close();
  }
}
