package dev.mecha.component.redis;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.BulkEntry;
import dev.mecha.spi.pubsub.BulkPublishRequest;
import dev.mecha.spi.pubsub.ConsumerGroup;
import dev.mecha.spi.pubsub.FailedEntry;
import dev.mecha.spi.pubsub.MessageHandler;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PubSubFeature;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.spi.pubsub.Subscription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries messages in streams of Redis, as the peer writes and reads them: the topic is the key of
 * the stream, the group of consumers its group.
 */
public final class RedisPubSub implements PubSub {

  private final String name;
  private final RedisSettings settings;
  private final StreamSettings streams;
  private final StreamLinks links;
  private final StreamCalls calls;
  private final Map<String, Set<String>> inHand = new ConcurrentHashMap<>();
  private final Set<StreamSubscription> subscriptions = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Makes brokers of the type {@code pubsub.redis}. */
  public static final class Provider implements ComponentProvider<PubSub> {

    @Override
    public Class<PubSub> kind() {
      return PubSub.class;
    }

    @Override
    public List<String> types() {
      return List.of("pubsub.redis");
    }

    @Override
    public PubSub create(ComponentContext context) throws InterruptedException {
      return new RedisPubSub(context);
    }
  }

  /**
   * Connects.
   *
   * @param context its name and metadata
   * @throws ComponentException if the server cannot be reached or the metadata is wrong
   * @throws InterruptedException if the calling thread is interrupted
   */
  public RedisPubSub(ComponentContext context) throws InterruptedException {
    this.name = context.name();
    this.settings = RedisSettings.of(context.metadata());
    this.streams = StreamSettings.of(context.metadata());
    this.links = StreamLinks.open(settings);
    this.calls =
        new StreamCalls(links, links.calls(), streams, ConsumerGroup.of(context), context.clock());
  }

  @Override
  public Set<PubSubFeature> features() {
    return Set.of();
  }

  @Override
  public void ping() throws InterruptedException {
    requireOpen();
    links.calls().read(links, server -> server.commands().ping());
  }

  @Override
  public void publish(PublishRequest request) throws InterruptedException {
    requireOpen();
    calls.add(request.topic(), StreamEntries.fields(request), new Calls.Retries()).await();
  }

  /** All are sent before the first answer is awaited. */
  @Override
  public List<FailedEntry> bulkPublish(BulkPublishRequest request) throws InterruptedException {
    requireOpen();
    var answers = new LinkedHashMap<BulkEntry, Calls.Answer<String>>();
    var retries = new Calls.Retries();
    for (BulkEntry entry : request.entries()) {
      Map<String, byte[]> fields = StreamEntries.fields(request.single(entry));
      answers.put(entry, calls.add(request.topic(), fields, retries));
    }
    var failed = new ArrayList<FailedEntry>();
    for (var answer : answers.entrySet()) {
      try {
        answer.getValue().await();
      } catch (ComponentException e) {
        failed.add(new FailedEntry(answer.getKey().entryId(), String.valueOf(e.getMessage())));
      }
    }
    return failed;
  }

  @Override
  public Subscription subscribe(SubscribeRequest request, MessageHandler handler)
      throws InterruptedException {
    requireOpen();
    String topic = request.topic();
    calls.createGroup(topic);
    Link own = links.openAnother();
    var subscription =
        new StreamSubscription(
            topic,
            own,
            calls,
            streams,
            settings.readTimeout(),
            handler,
            inHand.computeIfAbsent(topic, key -> ConcurrentHashMap.newKeySet()),
            subscriptions::remove);
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
    subscriptions.forEach(StreamSubscription::close);
    links.close();
  }
}
