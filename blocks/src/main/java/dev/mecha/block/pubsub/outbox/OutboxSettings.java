package dev.mecha.block.pubsub.outbox;

import dev.mecha.spi.ComponentMetadata;
import org.jspecify.annotations.Nullable;

/**
 * How the transactions of a state store are published.
 *
 * @param store the state store's name
 * @param publishPubsub the broker to which events go
 * @param publishTopic the topic to which events go
 * @param pubsub the broker through which they wait for the transaction
 * @param discard whether an event whose transaction never came is thrown away
 */
public record OutboxSettings(
    String store, String publishPubsub, String publishTopic, String pubsub, boolean discard) {

  /**
   * Reads the fields {@code outboxPublishPubsub}, {@code outboxPublishTopic}, {@code outboxPubsub}
   * and {@code outboxDiscardWhenMissingState}.
   *
   * @param store the state store's name
   * @param fields of the state store
   * @return the settings, or null if its transactions are not published
   */
  public static @Nullable OutboxSettings of(String store, ComponentMetadata fields) {
    String pubsub = fields.property("outboxPublishPubsub").text("");
    String topic = fields.property("outboxPublishTopic").text("");
    if (pubsub.isEmpty() || topic.isEmpty()) {
      return null;
    }
    return new OutboxSettings(
        store,
        pubsub,
        topic,
        fields.property("outboxPubsub").text(pubsub),
        fields.property("outboxDiscardWhenMissingState").flag(false));
  }

  /**
   * Where events wait for their transaction.
   *
   * @param namespace of the runtime; may be empty
   * @param appId of the application
   * @return the topic
   */
  public String internalTopic(String namespace, String appId) {
    return namespace + appId + publishTopic + "outbox";
  }
}
