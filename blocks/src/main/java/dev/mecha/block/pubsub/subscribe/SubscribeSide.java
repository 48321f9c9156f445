package dev.mecha.block.pubsub.subscribe;

import dev.mecha.block.pubsub.outbox.OutboxSettings;
import dev.mecha.kernel.channel.AppCallbacks;
import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.observe.PubSubMetrics;
import dev.mecha.kernel.pipeline.GrpcStreamMethod;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.resilience.BuiltIn;
import dev.mecha.kernel.resilience.ComponentType;
import dev.mecha.kernel.resilience.Direction;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.Guards;
import dev.mecha.kernel.trace.Tracer;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PubSubFeature;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.spi.pubsub.Subscription;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.time.Time;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that brings events to the application, put together. */
public final class SubscribeSide implements AutoCloseable {

  /**
   * What it uses of the runtime.
   *
   * @param brokers the registered brokers
   * @param guards the policies of deliveries
   * @param metrics counts them
   * @param tracer traces them
   * @param clock the time
   */
  public record Means(
      Registry<PubSub> brokers, Guards guards, PubSubMetrics metrics, Tracer tracer, Time clock) {}

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.pubsub");

  private final Means means;
  private final String appId;
  private final DeadLetters deadLetters;
  private final Subscriptions subscriptions;
  private final StreamDoor streams;
  private final @Nullable AppTopics topics;

  /**
   * @param means what it uses
   * @param appId the application
   * @param http the way to an application that speaks HTTP, or null
   * @param grpc the way to an application that speaks gRPC, or null
   */
  public SubscribeSide(
      Means means, String appId, @Nullable AppChannel http, @Nullable AppCallbacks grpc) {
    this.means = means;
    this.appId = appId;
    this.deadLetters = new DeadLetters(means.brokers);
    Guard retries = means.guards.builtIn(BuiltIn.INITIALIZATION);
    AppEvents events = null;
    if (grpc != null) {
      events = new GrpcAppEvents(grpc, means.metrics, means.tracer);
      this.topics = new GrpcAppTopics(grpc, retries);
    } else if (http != null) {
      events = new HttpAppEvents(http, means.metrics, means.tracer);
      this.topics = new HttpAppTopics(http, appId, retries);
    } else {
      this.topics = null;
    }
    this.subscriptions = new Subscriptions(means.brokers, this::start, events, means.clock);
    this.streams = new StreamDoor(means.brokers, subscriptions, means.metrics, means.tracer);
  }

  private Subscription start(Keeper.Wanted wanted) throws InterruptedException {
    TopicSubscription subscription = wanted.subscription();
    var request = new SubscribeRequest(subscription.topic(), subscription.metadata());
    Guard guard =
        means.guards.component(subscription.pubsub(), ComponentType.PUBSUB, Direction.INBOUND);
    PubSub broker = wanted.broker();
    if (!subscription.bulk().enabled()
        || subscription.origin() == TopicSubscription.Origin.STREAMING) {
      return broker.subscribe(
          request,
          new Deliverer(
              subscription, wanted.events(), guard, deadLetters, means.metrics, means.clock));
    }
    var deliverer =
        new BulkDeliverer(
            subscription, wanted.events(), guard, deadLetters, means.metrics, means.clock);
    var options = subscription.bulk().options();
    if (broker.features().contains(PubSubFeature.BULK_SUBSCRIBE)) {
      return broker.bulkSubscribe(request, options, deliverer);
    }
    boolean immediate = broker.features().contains(PubSubFeature.BULK_SUBSCRIBE_IMMEDIATE);
    return broker.subscribe(request, new BulkCollector(options, immediate, deliverer));
  }

  /**
   * Replaces what resources say.
   *
   * @param declared all of them
   */
  public void declare(List<TopicSubscription> declared) {
    subscriptions.declare(declared);
  }

  /**
   * Publishes the events of an outbox when their transactions are committed.
   *
   * @param settings of the outbox
   * @param namespace of the runtime; may be empty
   * @param store where the transactions are, with its keys as they stand; null while it is not
   *     there
   */
  public void outbox(
      OutboxSettings settings, String namespace, Supplier<@Nullable StateStore> store) {
    subscriptions.own(
        new TopicSubscription(
            TopicSubscription.Origin.PROGRAMMATIC,
            "outbox " + settings.store(),
            settings.pubsub(),
            settings.internalTopic(namespace, appId),
            Map.of(),
            List.of(new Rule(null, "/")),
            "",
            BulkSettings.OFF),
        new OutboxEvents(settings, store, means.brokers, means.clock));
  }

  /**
   * The application is there and well: begins to bring it events.
   *
   * @param asked whether it is asked what it listens to; if not, it listens to what resources say
   * @throws InterruptedException if the caller was interrupted
   */
  public void appIsWell(boolean asked) throws InterruptedException {
    if (topics == null) {
      return;
    }
    if (!asked) {
      LOG.warn(
          "Skipping programmatic subscription loading (see 'disable-init-endpoints'"
              + " flag/annotation)");
    }
    subscriptions.appIsWell(asked ? topics.ask() : List.of());
  }

  /**
   * The application is not well: nothing is brought to it until it is.
   *
   * @throws InterruptedException if the caller was interrupted
   */
  public void appIsUnwell() throws InterruptedException {
    subscriptions.appIsUnwell();
  }

  /**
   * From now on the application is brought no further event; what it has, it may finish. Does not
   * wait for that. The outbox goes on: transactions are still performed.
   */
  public void takeNoMore() {
    subscriptions.takeNoMore();
  }

  /**
   * @return what the application listens to
   */
  public List<TopicSubscription> all() {
    return subscriptions.all();
  }

  /**
   * @return the streaming subscription of the gRPC API
   */
  public GrpcStreamMethod<?, ?> stream() {
    return streams.method();
  }

  /** Takes nothing more, and waits until what was taken has come to its end. Idempotent. */
  @Override
  public void close() {
    subscriptions.close();
    streams.close();
  }
}
