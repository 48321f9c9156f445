package dev.mecha.block.pubsub.subscribe;

import dev.mecha.block.pubsub.event.Event;
import java.util.Map;

/**
 * An event on its way to the application.
 *
 * @param pubsub where it came from
 * @param topic under which it was published
 * @param path the route of the application
 * @param event what is known of it
 * @param data the event in JSON, or the data of one whose attributes travelled beside it
 * @param metadata what the broker keeps beside it
 */
record AppEvent(
    String pubsub,
    String topic,
    String path,
    Event event,
    byte[] data,
    Map<String, String> metadata) {

  AppEvent to(String route) {
    return new AppEvent(pubsub, topic, route, event, data, metadata);
  }
}
