package dev.mecha.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.block.pubsub.event.Event;
import dev.mecha.block.pubsub.event.MalformedEventException;
import java.util.Map;

/**
 * An event that was published.
 *
 * @param pubsub the component
 * @param topic as the application named it
 * @param message what the broker was given: a CloudEvent, unless the application published raw
 * @param metadata of the request
 */
public record PublishedEvent(
    String pubsub, String topic, byte[] message, Map<String, String> metadata) {

  /**
   * What the application published, without the envelope that the runtime put around it.
   *
   * @return the data: text as it is, JSON as it was written; the whole message if it is no
   *     CloudEvent with data
   */
  public String data() {
    try {
      Event event = Event.parse(message);
      String text = event.text(Event.DATA);
      byte[] json = event.raw(Event.DATA);
      return text != null ? text : new String(json == null ? message : json, UTF_8);
    } catch (MalformedEventException e) {
      return new String(message, UTF_8);
    }
  }

  /** Where it was published, and the data. */
  @Override
  public String toString() {
    return pubsub + "/" + topic + " " + data();
  }
}
