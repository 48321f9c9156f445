package dev.mecha.block.pubsub.broker;

import dev.mecha.spi.pubsub.BulkMessage;
import dev.mecha.spi.pubsub.BulkMessageHandler;
import dev.mecha.spi.pubsub.BulkOptions;
import dev.mecha.spi.pubsub.BulkPublishRequest;
import dev.mecha.spi.pubsub.FailedEntry;
import dev.mecha.spi.pubsub.Message;
import dev.mecha.spi.pubsub.MessageHandler;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.spi.pubsub.Subscription;
import java.util.List;

/** Keeps the topics of namespaces apart: puts the namespace in front of their names. */
final class NamespacedPubSub extends ForwardingPubSub {

  private final String namespace;

  NamespacedPubSub(PubSub inner, String namespace) {
    super(inner);
    this.namespace = namespace;
  }

  @Override
  public void publish(PublishRequest request) throws InterruptedException {
    inner.publish(request.withTopic(namespace + request.topic()));
  }

  @Override
  public List<FailedEntry> bulkPublish(BulkPublishRequest request) throws InterruptedException {
    return inner.bulkPublish(
        new BulkPublishRequest(namespace + request.topic(), request.entries(), request.metadata()));
  }

  @Override
  public Subscription subscribe(SubscribeRequest request, MessageHandler handler)
      throws InterruptedException {
    return inner.subscribe(
        scoped(request),
        message ->
            handler.handle(
                new Message(
                    bare(message.topic()),
                    message.data(),
                    message.metadata(),
                    message.contentType())));
  }

  @Override
  public Subscription bulkSubscribe(
      SubscribeRequest request, BulkOptions options, BulkMessageHandler handler)
      throws InterruptedException {
    return inner.bulkSubscribe(
        scoped(request),
        options,
        message ->
            handler.handle(
                new BulkMessage(bare(message.topic()), message.entries(), message.metadata())));
  }

  private SubscribeRequest scoped(SubscribeRequest request) {
    return new SubscribeRequest(namespace + request.topic(), request.metadata());
  }

  private String bare(String topic) {
    return topic.startsWith(namespace) ? topic.substring(namespace.length()) : topic;
  }
}
