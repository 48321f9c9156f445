package dev.mecha.component.jetstream;

import dev.mecha.component.support.BulkSending;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.BulkPublishRequest;
import dev.mecha.spi.pubsub.FailedEntry;
import dev.mecha.spi.pubsub.MessageHandler;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PubSubFeature;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.spi.pubsub.Subscription;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Carries messages through streams of NATS JetStream, which somebody has to have made: topics are
 * subjects. Who shares messages with whom is said by {@code durableName} and {@code
 * queueGroupName}, not by the group of consumers.
 */
public final class JetStreamPubSub implements PubSub {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String name;
  private final JetStreamSettings settings;
  private final Server server;
  private final Set<JetStreamSubscription> subscriptions = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Makes brokers of the type {@code pubsub.jetstream}. */
  public static final class Provider implements ComponentProvider<PubSub> {

    @Override
    public Class<PubSub> kind() {
      return PubSub.class;
    }

    @Override
    public List<String> types() {
      return List.of("pubsub.jetstream");
    }

    @Override
    public PubSub create(ComponentContext context) throws InterruptedException {
      return new JetStreamPubSub(context);
    }
  }

  /**
   * Connects.
   *
   * @param context its name and metadata
   * @throws ComponentException if the server cannot be reached or the metadata is wrong
   * @throws InterruptedException if the calling thread is interrupted
   */
  public JetStreamPubSub(ComponentContext context) throws InterruptedException {
    this.name = context.name();
    this.settings = JetStreamSettings.of(context.metadata());
    this.server = new Server(settings.server(), this::checkSubscriptions);
  }

  private void checkSubscriptions() {
    subscriptions.forEach(JetStreamSubscription::check);
  }

  @Override
  public Set<PubSubFeature> features() {
    return Set.of();
  }

  @Override
  public void ping() throws InterruptedException {
    requireOpen();
    server.ping();
  }

  @Override
  public void publish(PublishRequest request) throws InterruptedException {
    requireOpen();
    await(begin(request));
  }

  /** All are sent before the first confirmation is awaited. */
  @Override
  public List<FailedEntry> bulkPublish(BulkPublishRequest request) throws InterruptedException {
    requireOpen();
    return BulkSending.publish(request, this::begin, this::await);
  }

  /** The driver does not bear an interrupt while it sends: its connection stays broken. */
  private CompletableFuture<PublishAck> begin(PublishRequest request) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    var options = PublishOptions.builder();
    String id = MessageId.of(request.data());
    if (id != null) {
      options.messageId(id);
    }
    try {
      return server.stream().publishAsync(request.topic(), request.data(), options.build());
    } catch (IllegalStateException | IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void await(CompletableFuture<PublishAck> confirmation) throws InterruptedException {
    try {
      confirmation.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw server.failed(root(e));
    } catch (TimeoutException e) {
      throw new ComponentException("jetstream: no confirmation in time", e);
    }
  }

  /** The driver's wrappings say nothing. */
  private static Throwable root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  @Override
  public Subscription subscribe(SubscribeRequest request, MessageHandler handler)
      throws InterruptedException {
    requireOpen();
    var subscription =
        new JetStreamSubscription(
            server, settings, request.topic(), handler, subscriptions::remove);
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
    subscriptions.forEach(JetStreamSubscription::close);
    server.close();
  }
}
