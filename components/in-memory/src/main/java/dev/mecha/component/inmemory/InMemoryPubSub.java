package dev.mecha.component.inmemory;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.Message;
import dev.mecha.spi.pubsub.MessageHandler;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PubSubFeature;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.spi.pubsub.Subscription;
import dev.mecha.spi.time.Time;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Carries messages within the process; those that wait end with it. Every subscription gets every
 * message of its topic, one after the other. A message that was refused is lost: whoever wants it
 * tried again gives the component a retry policy.
 */
public final class InMemoryPubSub implements PubSub {

  private final String name;
  private final Time time;
  private final CopyOnWriteArrayList<InMemorySubscription> subscriptions =
      new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /** Makes brokers of the type {@code pubsub.in-memory}. */
  public static final class Provider implements ComponentProvider<PubSub> {

    @Override
    public Class<PubSub> kind() {
      return PubSub.class;
    }

    @Override
    public List<String> types() {
      return List.of("pubsub.in-memory");
    }

    @Override
    public PubSub create(ComponentContext context) {
      return new InMemoryPubSub(context);
    }
  }

  /**
   * A broker without subscribers.
   *
   * @param context its name and its clock; it has no metadata
   */
  public InMemoryPubSub(ComponentContext context) {
    this.name = context.name();
    this.time = context.clock();
  }

  @Override
  public Set<PubSubFeature> features() {
    return Set.of(PubSubFeature.SUBSCRIBE_WILDCARDS);
  }

  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public void ping() {
    requireOpen();
  }

  @Override
  public void publish(PublishRequest request) throws InterruptedException {
    requireOpen();
    var message =
        new Message(request.topic(), request.data(), request.metadata(), request.contentType());
    for (InMemorySubscription subscription : subscriptions) {
      if (subscription.matches(request.topic())) {
        subscription.deliver(message);
      }
    }
  }

  @Override
  public Subscription subscribe(SubscribeRequest request, MessageHandler handler) {
    requireOpen();
    var subscription =
        new InMemorySubscription(request.topic(), handler, time, subscriptions::remove);
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
    closed = true;
    subscriptions.forEach(InMemorySubscription::close);
    subscriptions.clear();
  }
}
