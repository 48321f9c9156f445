package dev.mecha.component.rabbitmq;

import com.rabbitmq.client.AMQP;
import dev.mecha.component.support.BulkSending;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.BulkPublishRequest;
import dev.mecha.spi.pubsub.ConsumerGroup;
import dev.mecha.spi.pubsub.FailedEntry;
import dev.mecha.spi.pubsub.Message;
import dev.mecha.spi.pubsub.MessageHandler;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PubSubFeature;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.spi.pubsub.Subscription;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * Carries messages through RabbitMQ: a topic is an exchange, a group of consumers has a queue that
 * is bound to it. Publishing and consuming have a connection each, so that neither waits for the
 * other.
 */
public final class RabbitPubSub implements PubSub {

  private final String name;
  private final String group;
  private final RabbitSettings settings;
  private final Broker outgoing;
  private final Broker incoming;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Publisher publisher;
  private final Set<RabbitSubscription> subscriptions = ConcurrentHashMap.newKeySet();

  /** Makes brokers of the type {@code pubsub.rabbitmq}. */
  public static final class Provider implements ComponentProvider<PubSub> {

    @Override
    public Class<PubSub> kind() {
      return PubSub.class;
    }

    @Override
    public List<String> types() {
      return List.of("pubsub.rabbitmq");
    }

    @Override
    public PubSub create(ComponentContext context) throws InterruptedException {
      return new RabbitPubSub(context);
    }
  }

  /**
   * Connects.
   *
   * @param context its name and metadata
   * @throws ComponentException if the broker cannot be reached or the metadata is wrong
   * @throws InterruptedException if the calling thread is interrupted
   */
  public RabbitPubSub(ComponentContext context) throws InterruptedException {
    this.name = context.name();
    this.group = ConsumerGroup.of(context);
    this.settings = RabbitSettings.of(context.metadata());
    this.outgoing = new Broker(settings.connection());
    this.incoming = new Broker(settings.connection());
    this.publisher =
        new Publisher(outgoing, settings.publisherConfirm(), this::declaration, closed);
    boolean connected = false;
    try {
      ping();
      connected = true;
    } finally {
      if (!connected) {
        close();
      }
    }
  }

  @Override
  public Set<PubSubFeature> features() {
    return Set.of(PubSubFeature.MESSAGE_TTL);
  }

  @Override
  public void ping() throws InterruptedException {
    requireOpen();
    Broker.drop(outgoing.channel());
  }

  @Override
  public void publish(PublishRequest request) throws InterruptedException {
    requireOpen();
    publisher.publish(Outgoing.of(request, settings));
  }

  /** All are sent before the first confirmation is awaited. */
  @Override
  public List<FailedEntry> bulkPublish(BulkPublishRequest request) throws InterruptedException {
    requireOpen();
    return BulkSending.publish(
        request, each -> publisher.begin(Outgoing.of(each, settings)), publisher::await);
  }

  private Declaration declaration(String exchange) {
    return channel ->
        channel.exchangeDeclare(
            exchange,
            settings.exchangeKind(),
            settings.durable(),
            settings.deleteWhenUnused(),
            Map.of());
  }

  @Override
  public Subscription subscribe(SubscribeRequest request, MessageHandler handler)
      throws InterruptedException {
    requireOpen();
    QueuePlan plan = QueuePlan.of(request, group, settings);
    var consumption =
        new Consumption(
            plan.queue(),
            channel -> plan.declare(channel, settings),
            settings.autoAck(),
            settings.requeue(),
            settings.prefetch(),
            settings.parallel());
    var subscription =
        new RabbitSubscription(
                consumption,
                incoming,
                (properties, body) -> handler.handle(message(plan.topic(), properties, body)),
                subscriptions::remove)
            .start();
    subscriptions.add(subscription);
    return subscription;
  }

  private Message message(String topic, AMQP.BasicProperties properties, byte[] body) {
    Map<String, String> metadata = settings.properties() ? Texts.metadata(properties) : Map.of();
    return new Message(topic, body, metadata, null);
  }

  private void requireOpen() {
    if (closed.getCount() == 0) {
      throw new ComponentException("pub/sub " + name + " is closed");
    }
  }

  @Override
  public void close() {
    closed.countDown();
    subscriptions.forEach(RabbitSubscription::close);
    incoming.close();
    outgoing.close();
  }
}
