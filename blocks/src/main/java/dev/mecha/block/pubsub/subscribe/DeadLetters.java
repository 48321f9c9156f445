package dev.mecha.block.pubsub.subscribe;

import dev.mecha.kernel.registry.Lease;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.Message;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PublishRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes again, elsewhere, what the application does not take. */
final class DeadLetters {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.processor.subscription");

  private final Registry<PubSub> brokers;

  DeadLetters(Registry<PubSub> brokers) {
    this.brokers = brokers;
  }

  /**
   * @return whether the message is among the dead letters now; false too if there is no topic for
   *     them
   * @throws InterruptedException if the caller was interrupted
   */
  boolean take(TopicSubscription subscription, Message message) throws InterruptedException {
    String topic = subscription.deadLetterTopic();
    if (topic.isEmpty()) {
      return false;
    }
    try (Lease<PubSub> broker = brokers.lease(subscription.pubsub())) {
      if (broker == null) {
        return false;
      }
      broker
          .component()
          .publish(
              new PublishRequest(topic, message.data(), message.metadata(), message.contentType()));
      return true;
    } catch (ComponentException e) {
      LOG.error(
          "error sending message to dead letter, origin topic: {} dead letter topic {} err: {}",
          message.topic(),
          topic,
          e.getMessage());
      return false;
    }
  }
}
