package dev.mecha.spi.pubsub;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message to publish. The metadata is the request's: it may hold {@code ttlInSeconds} and what
 * the broker itself understands, such as {@code partitionKey}.
 *
 * @param topic never empty
 * @param data the bytes to deliver; not copied
 * @param metadata of the request; empty if none
 * @param contentType the media type of the data, or null if unknown
 */
public record PublishRequest(
    String topic, byte[] data, Map<String, String> metadata, @Nullable String contentType) {

  /**
   * @param topic never empty
   * @param data the bytes to deliver
   * @return a request without metadata
   */
  public static PublishRequest of(String topic, byte[] data) {
    return new PublishRequest(topic, data, Map.of(), null);
  }

  /**
   * @param other where to publish in place of this topic
   * @return the same message under another topic
   */
  public PublishRequest withTopic(String other) {
    return new PublishRequest(other, data, metadata, contentType);
  }

  /**
   * @param other the metadata in place of this one
   * @return the same message with other metadata
   */
  public PublishRequest withMetadata(Map<String, String> other) {
    return new PublishRequest(topic, data, other, contentType);
  }
}
