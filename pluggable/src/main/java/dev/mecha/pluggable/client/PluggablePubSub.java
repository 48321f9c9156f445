package dev.mecha.pluggable.client;

import com.google.protobuf.UnsafeByteOperations;
import dev.mecha.protocol.components.v1.AckMessageError;
import dev.mecha.protocol.components.v1.BulkMessageEntry;
import dev.mecha.protocol.components.v1.FeaturesRequest;
import dev.mecha.protocol.components.v1.MetadataRequest;
import dev.mecha.protocol.components.v1.PingRequest;
import dev.mecha.protocol.components.v1.PubSubGrpc;
import dev.mecha.protocol.components.v1.PubSubInitRequest;
import dev.mecha.protocol.components.v1.PullMessagesRequest;
import dev.mecha.protocol.components.v1.PullMessagesResponse;
import dev.mecha.protocol.components.v1.Topic;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.BulkEntry;
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
import io.grpc.ManagedChannel;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A message broker in another process. The messages of a subscription are handled one after the
 * other, as the peer does: the order in which the component sends them is kept.
 */
final class PluggablePubSub implements PubSub {

  private final String name;
  private final Connection connection;
  private final Set<PubSubFeature> features;
  private final Flow flow;
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

  private PluggablePubSub(String name, Connection connection, Set<PubSubFeature> features) {
    this.name = name;
    this.connection = connection;
    this.features = features;
    this.flow = new Flow(connection);
  }

  static PubSub connect(ManagedChannel channel, ComponentContext context)
      throws InterruptedException {
    var init =
        PubSubInitRequest.newBuilder()
            .setMetadata(
                MetadataRequest.newBuilder()
                    .putAllProperties(context.metadata().asMap())
                    .putProperties(ConsumerGroup.FIELD, ConsumerGroup.of(context)))
            .build();
    Connection connection =
        Connection.open(channel, way -> PubSubGrpc.newBlockingStub(way).init(init));
    try {
      var offered =
          connection.call(PubSubGrpc.getFeaturesMethod(), FeaturesRequest.getDefaultInstance());
      Set<PubSubFeature> features = EnumSet.noneOf(PubSubFeature.class);
      for (PubSubFeature feature : PubSubFeature.values()) {
        if (offered.getFeaturesList().contains(feature.label())) {
          features.add(feature);
        }
      }
      return new PluggablePubSub(context.name(), connection, features);
    } catch (InterruptedException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public Set<PubSubFeature> features() {
    return features;
  }

  @Override
  public void publish(PublishRequest request) throws InterruptedException {
    var message =
        dev.mecha.protocol.components.v1.PublishRequest.newBuilder()
            .setPubsubName(name)
            .setTopic(request.topic())
            .setData(UnsafeByteOperations.unsafeWrap(request.data()))
            .putAllMetadata(request.metadata());
    if (request.contentType() != null) {
      message.setContentType(request.contentType());
    }
    connection.call(PubSubGrpc.getPublishMethod(), message.build());
  }

  @Override
  public List<FailedEntry> bulkPublish(BulkPublishRequest request) throws InterruptedException {
    if (!features.contains(PubSubFeature.BULK_PUBLISH)) {
      return PubSub.super.bulkPublish(request);
    }
    var message =
        dev.mecha.protocol.components.v1.BulkPublishRequest.newBuilder()
            .setPubsubName(name)
            .setTopic(request.topic())
            .putAllMetadata(request.metadata());
    for (BulkEntry entry : request.entries()) {
      message.addEntries(entry(entry));
    }
    try {
      return connection
          .call(PubSubGrpc.getBulkPublishMethod(), message.build())
          .getFailedEntriesList()
          .stream()
          .map(failed -> new FailedEntry(failed.getEntryId(), failed.getError()))
          .toList();
    } catch (ComponentException e) {
      return request.entries().stream()
          .map(entry -> new FailedEntry(entry.entryId(), String.valueOf(e.getMessage())))
          .toList();
    }
  }

  private static BulkMessageEntry.Builder entry(BulkEntry entry) {
    var message =
        BulkMessageEntry.newBuilder()
            .setEntryId(entry.entryId())
            .setEvent(UnsafeByteOperations.unsafeWrap(entry.data()))
            .putAllMetadata(entry.metadata());
    if (entry.contentType() != null) {
      message.setContentType(entry.contentType());
    }
    return message;
  }

  @Override
  public Subscription subscribe(SubscribeRequest request, MessageHandler handler)
      throws InterruptedException {
    var topic =
        PullMessagesRequest.newBuilder()
            .setTopic(
                Topic.newBuilder().setName(request.topic()).putAllMetadata(request.metadata()))
            .build();
    var stream =
        AcknowledgedStream.open(
            connection, PubSubGrpc.getPullMessagesMethod(), topic, 1, new Delivery(handler));
    var pull = new Pull(stream);
    subscriptions.add(pull);
    try {
      flow.begins();
      pull.counts = true;
      ping(); // answered behind the topic: the component has it
    } catch (InterruptedException | RuntimeException e) {
      pull.close();
      throw e;
    }
    return pull;
  }

  /** A stream that tells the component's flow when it ends. */
  private final class Pull implements Subscription {

    private final AcknowledgedStream<PullMessagesRequest, PullMessagesResponse> stream;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean counts;

    Pull(AcknowledgedStream<PullMessagesRequest, PullMessagesResponse> stream) {
      this.stream = stream;
    }

    @Override
    public void close() {
      if (ended.compareAndSet(false, true)) {
        subscriptions.remove(this);
        if (counts) {
          flow.ends();
        }
      }
      stream.close();
    }
  }

  /** Takes messages to a handler. */
  private record Delivery(MessageHandler handler)
      implements AcknowledgedStream.Worker<PullMessagesRequest, PullMessagesResponse> {

    @Override
    public PullMessagesRequest work(PullMessagesResponse message) throws Exception {
      handler.handle(
          new Message(
              message.getTopicName(),
              message.getData().toByteArray(),
              message.getMetadataMap(),
              message.getContentType().isEmpty() ? null : message.getContentType()));
      return PullMessagesRequest.newBuilder().setAckMessageId(message.getId()).build();
    }

    @Override
    public PullMessagesRequest refusal(PullMessagesResponse message, Throwable cause) {
      return PullMessagesRequest.newBuilder()
          .setAckMessageId(message.getId())
          .setAckError(AckMessageError.newBuilder().setMessage(String.valueOf(cause.getMessage())))
          .build();
    }
  }

  @Override
  public void ping() throws InterruptedException {
    connection.call(PubSubGrpc.getPingMethod(), PingRequest.getDefaultInstance());
  }

  @Override
  public void close() {
    subscriptions.forEach(Subscription::close);
    connection.close();
  }
}
