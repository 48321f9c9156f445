package dev.mecha.spi.pubsub;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Several messages to publish to one topic.
 *
 * @param topic never empty
 * @param entries the messages, in the order in which they are to be delivered
 * @param metadata for all of them; what an entry says itself goes before it
 */
public record BulkPublishRequest(
    String topic, List<BulkEntry> entries, Map<String, String> metadata) {

  /**
   * @param entry one of the entries
   * @return it as a message of its own, with the metadata of both
   */
  public PublishRequest single(BulkEntry entry) {
    var both = new HashMap<>(metadata);
    both.putAll(entry.metadata());
    return new PublishRequest(topic, entry.data(), both, entry.contentType());
  }
}
