package dev.mecha.block.pubsub.broker;

import dev.mecha.spi.pubsub.BulkMessageHandler;
import dev.mecha.spi.pubsub.BulkOptions;
import dev.mecha.spi.pubsub.BulkPublishRequest;
import dev.mecha.spi.pubsub.FailedEntry;
import dev.mecha.spi.pubsub.MessageHandler;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PubSubFeature;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.spi.pubsub.Subscription;
import java.util.List;
import java.util.Set;

/** Passes everything on; a decorator overrides what it is about and loses no power. */
public abstract class ForwardingPubSub implements PubSub {

  /** The broker, or the next decorator towards it. */
  protected final PubSub inner;

  /**
   * @param inner what is decorated
   */
  protected ForwardingPubSub(PubSub inner) {
    this.inner = inner;
  }

  @Override
  public Set<PubSubFeature> features() {
    return inner.features();
  }

  @Override
  public boolean neverHoldsCarrier() {
    return inner.neverHoldsCarrier();
  }

  @Override
  public void ping() throws InterruptedException {
    inner.ping();
  }

  @Override
  public void publish(PublishRequest request) throws InterruptedException {
    inner.publish(request);
  }

  @Override
  public List<FailedEntry> bulkPublish(BulkPublishRequest request) throws InterruptedException {
    return inner.bulkPublish(request);
  }

  @Override
  public Subscription subscribe(SubscribeRequest request, MessageHandler handler)
      throws InterruptedException {
    return inner.subscribe(request, handler);
  }

  @Override
  public Subscription bulkSubscribe(
      SubscribeRequest request, BulkOptions options, BulkMessageHandler handler)
      throws InterruptedException {
    return inner.bulkSubscribe(request, options, handler);
  }

  @Override
  public void close() {
    inner.close();
  }
}
