package dev.mecha.block.pubsub.broker;

import dev.mecha.kernel.registry.Offload;
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

/**
 * Subscribes away from the threads that serve the network, since a virtual thread that a broker
 * starts is carried by whatever carries the one that starts it; and publishes there too if the
 * broker may hold its thread.
 */
final class OffloadedPubSub extends ForwardingPubSub {

  private final Offload offload;

  OffloadedPubSub(PubSub inner, Offload offload) {
    super(inner);
    this.offload = offload;
  }

  @Override
  public void publish(PublishRequest request) throws InterruptedException {
    if (inner.neverHoldsCarrier()) {
      inner.publish(request);
    } else {
      run(() -> inner.publish(request));
    }
  }

  @Override
  public List<FailedEntry> bulkPublish(BulkPublishRequest request) throws InterruptedException {
    return inner.neverHoldsCarrier()
        ? inner.bulkPublish(request)
        : offload.call(() -> inner.bulkPublish(request));
  }

  @Override
  public Subscription subscribe(SubscribeRequest request, MessageHandler handler)
      throws InterruptedException {
    return offload.call(() -> inner.subscribe(request, handler));
  }

  @Override
  public Subscription bulkSubscribe(
      SubscribeRequest request, BulkOptions options, BulkMessageHandler handler)
      throws InterruptedException {
    return offload.call(() -> inner.bulkSubscribe(request, options, handler));
  }

  @Override
  public void ping() throws InterruptedException {
    run(inner::ping);
  }

  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  private void run(Action action) throws InterruptedException {
    offload.call(
        () -> {
          action.run();
          return true;
        });
  }

  private interface Action {
    void run() throws InterruptedException;
  }
}
