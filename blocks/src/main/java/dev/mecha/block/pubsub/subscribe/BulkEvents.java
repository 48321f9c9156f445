package dev.mecha.block.pubsub.subscribe;

import dev.mecha.block.pubsub.event.Event;
import dev.mecha.spi.pubsub.BulkEntry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way to the application, all for the same route.
 *
 * @param id of this delivery
 * @param pubsub where they came from
 * @param topic under which they were published
 * @param path the route of the application
 * @param entries the events
 * @param metadata what is true of all
 */
record BulkEvents(
    String id,
    String pubsub,
    String topic,
    String path,
    List<Entry> entries,
    Map<String, String> metadata) {

  /**
   * One event.
   *
   * @param entry as it came
   * @param event what is known of it; null if it is bytes
   */
  record Entry(BulkEntry entry, @Nullable Event event) {

    String contentType() {
      String type = entry.contentType();
      if (type != null && !type.isEmpty()) {
        return type;
      }
      return event == null ? "application/octet-stream" : "application/cloudevents+json";
    }
  }

  BulkEvents with(List<Entry> others) {
    return new BulkEvents(id, pubsub, topic, path, others, metadata);
  }
}
