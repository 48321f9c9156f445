package dev.mecha.component.mqtt;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.ConsumerGroup;
import dev.mecha.spi.pubsub.MessageHandler;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PubSubFeature;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.spi.pubsub.Subscription;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries messages through a broker that speaks MQTT 3.1.1. The group of consumers is the client's
 * id: the broker keeps messages for it while it is away, and knows one connection of it at a time.
 */
public final class MqttPubSub implements PubSub {

  private static final Logger LOG = LoggerFactory.getLogger(MqttPubSub.class);
  private static final Set<String> TRUE = Set.of("1", "y", "yes", "t", "true", "on");

  private final String name;
  private final MqttSettings settings;
  private final Router router = new Router();
  private final MqttLine line;
  private final Set<MqttSubscription> subscriptions = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Makes brokers of the type {@code pubsub.mqtt3}. */
  public static final class Provider implements ComponentProvider<PubSub> {

    @Override
    public Class<PubSub> kind() {
      return PubSub.class;
    }

    @Override
    public List<String> types() {
      return List.of("pubsub.mqtt3", "pubsub.mqtt");
    }

    @Override
    public PubSub create(ComponentContext context) throws InterruptedException {
      return new MqttPubSub(context);
    }
  }

  /**
   * Connects.
   *
   * @param context its name and metadata
   * @throws ComponentException if the broker cannot be reached or the metadata is wrong
   * @throws InterruptedException if the calling thread is interrupted
   */
  public MqttPubSub(ComponentContext context) throws InterruptedException {
    this.name = context.name();
    this.settings = MqttSettings.of(context.metadata(), ConsumerGroup.of(context));
    this.line = MqttLine.open(settings, router);
  }

  @Override
  public Set<PubSubFeature> features() {
    return Set.of(PubSubFeature.SUBSCRIBE_WILDCARDS);
  }

  @Override
  public void ping() {
    requireOpen();
    line.requireConnected();
  }

  @Override
  public void publish(PublishRequest request) throws InterruptedException {
    requireOpen();
    line.publish(request.topic(), request.data(), retain(request));
  }

  private boolean retain(PublishRequest request) {
    String given = request.metadata().getOrDefault("retain", "");
    return switch (given) {
      case "" -> settings.retain();
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default ->
          throw new ComponentException("retain: \"" + given + "\" (expected: true or false)");
    };
  }

  @Override
  public Subscription subscribe(SubscribeRequest request, MessageHandler handler)
      throws InterruptedException {
    requireOpen();
    boolean forget =
        settings.cleanSession()
            || TRUE.contains(
                request.metadata().getOrDefault("unsubscribeOnClose", "").toLowerCase(Locale.ROOT));
    var subscription =
        new MqttSubscription(
            new TopicFilter(request.topic()),
            MqttSubscription.FOR_EVER,
            handler,
            router,
            line::acknowledge,
            closing -> ended(closing, forget));
    router.add(subscription);
    boolean subscribed = false;
    try {
      line.subscribe(subscription.filter());
      subscribed = true;
    } finally {
      if (!subscribed) {
        subscription.close();
      }
    }
    subscriptions.add(subscription);
    return subscription;
  }

  /** The broker keeps messages for a session until it is told otherwise. */
  private void ended(MqttSubscription subscription, boolean forget) {
    boolean stood = subscriptions.remove(subscription);
    if (!stood || !forget || closed) {
      return;
    }
    try {
      line.unsubscribe(subscription.filter());
    } catch (ComponentException e) {
      LOG.warn("The end of {} did not reach the broker: {}", subscription.filter().text(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    router.forget(subscription.filter());
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
    subscriptions.forEach(MqttSubscription::close);
    line.close();
  }
}
