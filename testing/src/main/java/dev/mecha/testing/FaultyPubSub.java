package dev.mecha.testing;

import dev.mecha.block.pubsub.broker.ForwardingPubSub;
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

/** A broker in whose way faults are put. */
final class FaultyPubSub extends ForwardingPubSub {

  private final FaultSite site;

  FaultyPubSub(PubSub inner, FaultSite site) {
    super(inner);
    this.site = site;
  }

  @Override
  public void publish(PublishRequest request) throws InterruptedException {
    Fault.Kind fault = site.enterComponent();
    if (fault == Fault.Kind.DROP) {
      return;
    }
    inner.publish(request);
    if (fault == Fault.Kind.DUPLICATE) {
      inner.publish(request);
    }
  }

  @Override
  public List<FailedEntry> bulkPublish(BulkPublishRequest request) throws InterruptedException {
    Fault.Kind fault = site.enterComponent();
    if (fault == Fault.Kind.DROP) {
      return List.of();
    }
    if (fault == Fault.Kind.DUPLICATE) {
      var _ = inner.bulkPublish(request);
    }
    return inner.bulkPublish(request);
  }

  @Override
  public Subscription subscribe(SubscribeRequest request, MessageHandler handler)
      throws InterruptedException {
    site.leave();
    return inner.subscribe(
        request,
        message -> {
          site.leave();
          handler.handle(message);
        });
  }

  @Override
  public Subscription bulkSubscribe(
      SubscribeRequest request, BulkOptions options, BulkMessageHandler handler)
      throws InterruptedException {
    site.leave();
    return inner.bulkSubscribe(
        request,
        options,
        message -> {
          site.leave();
          return handler.handle(message);
        });
  }
}
