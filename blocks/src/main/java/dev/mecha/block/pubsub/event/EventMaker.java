package dev.mecha.block.pubsub.event;

import dev.mecha.block.json.Json;
import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.kernel.trace.Traceparent;
import dev.mecha.spi.pubsub.MessageTtl;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Makes CloudEvents 1.0 of what is published, with the peer's attributes. */
public final class EventMaker {

  private static final DateTimeFormatter RFC3339 =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
  private static final String OVERRIDE = "cloudevent.";

  private final String appId;
  private final InstantSource clock;

  /**
   * @param appId the source of all events that name no other
   * @param clock the time
   */
  public EventMaker(String appId, InstantSource clock) {
    this.appId = appId;
    this.clock = clock;
  }

  /**
   * Where an event goes.
   *
   * @param pubsub the component's name
   * @param topic the topic
   */
  public record Destination(String pubsub, String topic) {}

  /**
   * Makes an event, or completes one that is published as such.
   *
   * @param to where it goes
   * @param data what is published
   * @param contentType of the data; empty for plain text
   * @param metadata of the request, which may override attributes
   * @param trace that it belongs to
   * @return the event
   * @throws MalformedEventException if the data should be an event and is none
   */
  public Event make(
      Destination to,
      byte[] data,
      String contentType,
      Map<String, String> metadata,
      TraceContext trace)
      throws MalformedEventException {
    String traceparent =
        trace.traceparent().equals(Traceparent.NO_TRACE) ? "" : trace.traceparent();
    String tracestate = traceparent.isEmpty() ? "" : trace.tracestate();
    return ContentTypes.isCloudEvent(contentType)
        ? complete(Event.parse(data), to, traceparent, tracestate)
        : wrap(to, data, contentType, metadata, traceparent, tracestate);
  }

  private Event complete(Event event, Destination to, String traceparent, String tracestate) {
    if (!event.has(Event.TIME)) {
      event.set(Event.TIME, now());
    }
    if (!event.has(Event.TRACE_ID)) {
      event.set(Event.TRACE_ID, traceparent).set(Event.TRACE_PARENT, traceparent);
    }
    if (!event.has(Event.TRACE_STATE)) {
      event.set(Event.TRACE_STATE, tracestate);
    }
    defaulted(event, Event.SOURCE, Event.DEFAULT_SOURCE);
    defaulted(event, Event.TYPE, Event.DEFAULT_TYPE);
    defaulted(event, Event.SPEC_VERSION, "1.0");
    return event.set(Event.TOPIC, to.topic()).set(Event.PUBSUB, to.pubsub());
  }

  private static void defaulted(Event event, String name, String value) {
    if (!event.isSet(name)) {
      event.set(name, value);
    }
  }

  private Event wrap(
      Destination to,
      byte[] data,
      String contentType,
      Map<String, String> metadata,
      String traceparent,
      String tracestate) {
    String type = contentType.isEmpty() ? "text/plain" : contentType;
    String source = appId.isEmpty() ? Event.DEFAULT_SOURCE : appId;
    String trace =
        override(metadata, Event.TRACE_PARENT, override(metadata, Event.TRACE_ID, traceparent));
    String id = override(metadata, Event.ID, "");
    var event = new Event();
    data(event, type, data);
    event
        .set(Event.ID, id.isEmpty() ? UUID.randomUUID().toString() : id)
        .set(Event.SPEC_VERSION, "1.0")
        .set(Event.DATA_CONTENT_TYPE, type)
        .set(Event.SOURCE, override(metadata, Event.SOURCE, source))
        .set(Event.TYPE, override(metadata, Event.TYPE, Event.DEFAULT_TYPE))
        .set(Event.TOPIC, to.topic())
        .set(Event.PUBSUB, to.pubsub())
        .set(Event.TRACE_ID, trace)
        .set(Event.TRACE_PARENT, trace)
        .set(Event.TRACE_STATE, override(metadata, Event.TRACE_STATE, tracestate))
        .set(Event.TIME, now());
    String subject = override(metadata, Event.SUBJECT, "");
    return subject.isEmpty() ? event : event.set(Event.SUBJECT, subject);
  }

  private static void data(Event event, String type, byte[] data) {
    if (ContentTypes.isJson(type) && Json.isValid(data)) {
      event.setRaw(Event.DATA, data);
    } else if (ContentTypes.isBinary(type) || ContentTypes.isCloudEventProtobuf(type)) {
      event.set(Event.DATA_BASE64, Base64.getEncoder().encodeToString(data));
    } else {
      event.set(Event.DATA, new String(data, StandardCharsets.UTF_8));
    }
  }

  /** An override that is empty counts as none. */
  private static String override(Map<String, String> metadata, String name, String fallback) {
    String wanted = OVERRIDE + name;
    for (var entry : metadata.entrySet()) {
      if (entry.getKey().equalsIgnoreCase(wanted) && !entry.getValue().isEmpty()) {
        return entry.getValue();
      }
    }
    return fallback;
  }

  /**
   * Lets an event expire if the request says so and the broker does not do it itself.
   *
   * @param event to be changed
   * @param metadata of the request
   */
  public void expire(Event event, Map<String, String> metadata) {
    Duration ttl = MessageTtl.of(metadata);
    if (ttl != null) {
      Instant now = clock.instant();
      boolean never = ttl.compareTo(Duration.between(now, LAST)) > 0;
      Instant end = never ? LAST : now.plus(ttl);
      event.set(Event.EXPIRATION, RFC3339.format(end.atOffset(ZoneOffset.UTC)));
    }
  }

  /**
   * Makes an event of bytes that were published as they are.
   *
   * @param to where they came from
   * @param data the bytes
   * @return the event
   */
  public static Event ofRaw(Destination to, byte[] data) {
    return new Event()
        .set(Event.ID, UUID.randomUUID().toString())
        .set(Event.SPEC_VERSION, "1.0")
        .set(Event.DATA_CONTENT_TYPE, ContentTypes.BINARY)
        .set(Event.SOURCE, Event.DEFAULT_SOURCE)
        .set(Event.TYPE, Event.DEFAULT_TYPE)
        .set(Event.TOPIC, to.topic())
        .set(Event.PUBSUB, to.pubsub())
        .set(Event.DATA_BASE64, Base64.getEncoder().encodeToString(data));
  }

  /**
   * Puts an event together whose attributes travelled beside the data.
   *
   * @param metadata of the message; names of attributes start with {@code ce_}
   * @param data the data
   * @param contentType of the data
   * @return the event
   */
  public static Event ofParts(Map<String, String> metadata, byte[] data, String contentType) {
    var event = new Event();
    metadata.forEach(
        (name, value) -> {
          if (name.toLowerCase(Locale.ROOT).startsWith("ce_")) {
            event.set(name.substring(3).toLowerCase(Locale.ROOT), value);
          }
        });
    return event
        .set(Event.DATA_BASE64, Base64.getEncoder().encodeToString(data))
        .set(Event.DATA_CONTENT_TYPE, contentType);
  }

  private String now() {
    return RFC3339.format(clock.instant().atZone(ZoneId.systemDefault()));
  }
}
