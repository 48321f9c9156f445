package dev.mecha.component.kafka;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.EventHandler;
import dev.mecha.spi.binding.InputBinding;
import dev.mecha.spi.binding.InputEvent;
import dev.mecha.spi.binding.OutputBinding;
import dev.mecha.spi.binding.Reading;
import dev.mecha.spi.pubsub.PublishRequest;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Records of Apache Kafka: published to one topic, brought from others. */
public final class KafkaBinding implements InputBinding, OutputBinding {

  private final Set<String> topics;
  private final @Nullable String publishTopic;
  private final Records records;
  private final Cluster cluster;
  private final Group group;

  /** Makes {@code bindings.kafka}. */
  public static final class Provider implements ComponentProvider<Binding> {

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<Binding> kind() {
      return Binding.class;
    }

    @Override
    public List<String> types() {
      return List.of("bindings.kafka");
    }

    @Override
    public Binding create(ComponentContext context) throws InterruptedException {
      return new KafkaBinding(context);
    }
  }

  /**
   * Connects.
   *
   * @param context its metadata
   * @throws ComponentException if no broker can be reached or the metadata is wrong
   * @throws InterruptedException if the calling thread is interrupted
   */
  public KafkaBinding(ComponentContext context) throws InterruptedException {
    KafkaSettings settings = KafkaSettings.of(context);
    this.topics = Set.copyOf(context.metadata().property("topics").list());
    this.publishTopic = context.metadata().property("publishTopic").text();
    this.records = new Records(settings);
    this.cluster = new Cluster(settings, records);
    this.group = new Group(settings, cluster);
  }

  /** Without topics there is nothing to bring. */
  @Override
  public @Nullable InputBinding input() {
    return topics.isEmpty() ? null : this;
  }

  @Override
  public void ping() throws InterruptedException {
    cluster.ping();
  }

  @Override
  public List<String> operations() {
    return List.of("create");
  }

  @Override
  public @Nullable BindingResponse invoke(BindingRequest request) throws InterruptedException {
    if (publishTopic == null) {
      throw new ComponentException("publishTopic: missing (expected: a topic to publish to)");
    }
    cluster.await(
        cluster.send(new PublishRequest(publishTopic, request.data(), request.metadata(), null)));
    return null;
  }

  @Override
  public Reading read(EventHandler handler) throws InterruptedException {
    return group.subscribe(
            topics,
            Group.SINGLE,
            batch -> {
              ConsumerRecord<byte[], byte[]> record = batch.getFirst();
              handler.handle(new InputEvent(Records.data(record), records.metadata(record)));
              return List.of();
            })
        ::close;
  }

  @Override
  public void close() {
    group.close();
    cluster.close();
  }
}
