package dev.mecha.spi.pubsub;

import java.util.Map;

/**
 * What to listen to.
 *
 * @param topic never empty; a pattern if the broker has {@link PubSubFeature#SUBSCRIBE_WILDCARDS}
 * @param metadata of the subscription, such as {@code queueType}; empty if none
 */
public record SubscribeRequest(String topic, Map<String, String> metadata) {

  /**
   * @param topic never empty
   * @return a request without metadata
   */
  public static SubscribeRequest of(String topic) {
    return new SubscribeRequest(topic, Map.of());
  }
}
