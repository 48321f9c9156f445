package dev.mecha.block.pubsub.broker;

import dev.mecha.spi.pubsub.BulkMessageHandler;
import dev.mecha.spi.pubsub.BulkOptions;
import dev.mecha.spi.pubsub.BulkPublishRequest;
import dev.mecha.spi.pubsub.FailedEntry;
import dev.mecha.spi.pubsub.MessageHandler;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.spi.pubsub.Subscription;
import java.util.List;

/** Keeps the application from topics that are not for it. */
final class ScopedPubSub extends ForwardingPubSub {

  private final TopicScopes scopes;
  private final String appId;

  ScopedPubSub(PubSub inner, TopicScopes scopes, String appId) {
    super(inner);
    this.scopes = scopes;
    this.appId = appId;
  }

  @Override
  public void publish(PublishRequest request) throws InterruptedException {
    require(scopes.mayPublish(request.topic()), request.topic());
    inner.publish(request);
  }

  @Override
  public List<FailedEntry> bulkPublish(BulkPublishRequest request) throws InterruptedException {
    require(scopes.mayPublish(request.topic()), request.topic());
    return inner.bulkPublish(request);
  }

  @Override
  public Subscription subscribe(SubscribeRequest request, MessageHandler handler)
      throws InterruptedException {
    require(scopes.maySubscribe(request.topic()), request.topic());
    return inner.subscribe(request, handler);
  }

  @Override
  public Subscription bulkSubscribe(
      SubscribeRequest request, BulkOptions options, BulkMessageHandler handler)
      throws InterruptedException {
    require(scopes.maySubscribe(request.topic()), request.topic());
    return inner.bulkSubscribe(request, options, handler);
  }

  private void require(boolean allowed, String topic) {
    if (!allowed) {
      throw new TopicForbiddenException(topic, appId);
    }
  }
}
