package dev.mecha.component.kafka;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Carries messages through Apache Kafka. */
public final class KafkaPubSub implements PubSub {

  /** One at a time, at once. */
  private static final BulkOptions SINGLE = new BulkOptions(1, Duration.ZERO);

  private final String name;
  private final KafkaSettings settings;
  private final Records records;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Admin admin;
  private final Set<KafkaSubscription> subscriptions = ConcurrentHashMap.newKeySet();
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
    this.settings = KafkaSettings.of(context);
    this.records = new Records(settings);
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

  static ComponentException failed(KafkaSettings settings, Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new ComponentException("kafka at " + settings.brokers() + ": " + root.getMessage(), e);
  }

  @Override
  public Set<PubSubFeature> features() {
    return Set.of(PubSubFeature.BULK_PUBLISH, PubSubFeature.BULK_SUBSCRIBE);
  }

  @Override
  public void ping() throws InterruptedException {
    requireOpen();
    try {
      admin.describeCluster().clusterId().get();
    } catch (ExecutionException e) {
      throw failed(settings, e);
    }
  }

  @Override
  public void publish(PublishRequest request) throws InterruptedException {
    requireOpen();
    await(send(request));
  }

  /** All are sent before the first answer is awaited. */
  @Override
  public List<FailedEntry> bulkPublish(BulkPublishRequest request) throws InterruptedException {
    requireOpen();
    var sent = new LinkedHashMap<BulkEntry, Future<RecordMetadata>>();
    var failed = new ArrayList<FailedEntry>();
    for (BulkEntry entry : request.entries()) {
      try {
        sent.put(entry, send(request.single(entry)));
      } catch (ComponentException e) {
        failed.add(new FailedEntry(entry.entryId(), String.valueOf(e.getMessage())));
      }
    }
    for (var entry : sent.entrySet()) {
      try {
        await(entry.getValue());
      } catch (ComponentException e) {
        failed.add(new FailedEntry(entry.getKey().entryId(), String.valueOf(e.getMessage())));
      }
    }
    return failed;
  }

  private Future<RecordMetadata> send(PublishRequest request) throws InterruptedException {
    try {
      return producer.send(
          records.outgoing(request, topic -> producer.partitionsFor(topic).size()));
    } catch (InterruptException e) {
      throw interrupted(e);
    } catch (KafkaException | IllegalStateException e) {
      throw failed(settings, e);
    }
  }

  /** The driver's exception leaves the interrupt set, ours stands for it. */
  private static InterruptedException interrupted(InterruptException cause) {
    boolean _ = Thread.interrupted();
    var interrupted = new InterruptedException();
    interrupted.initCause(cause);
    return interrupted;
  }

  private void await(Future<RecordMetadata> answer) throws InterruptedException {
    try {
      answer.get();
    } catch (ExecutionException e) {
      throw failed(settings, e);
    }
  }

  @Override
  public Subscription subscribe(SubscribeRequest request, MessageHandler handler)
      throws InterruptedException {
    return begin(
        request.topic(),
        SINGLE,
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
    return begin(request.topic(), options, batch -> handOver(batch, handler));
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

  private Subscription begin(String topic, BulkOptions options, Work work)
      throws InterruptedException {
    requireOpen();
    var subscription = new KafkaSubscription(settings, topic, options, work, subscriptions::remove);
    subscriptions.add(subscription);
    return subscription.start();
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
    subscriptions.forEach(KafkaSubscription::close);
    producer.close(Duration.ofSeconds(5));
    admin.close(Duration.ofSeconds(1));
  }
}
