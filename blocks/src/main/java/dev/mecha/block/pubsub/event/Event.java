package dev.mecha.block.pubsub.event;

import dev.mecha.block.json.JsonReader;
import dev.mecha.block.json.JsonTree;
import dev.mecha.kernel.error.ApiException;
import dev.mecha.kernel.text.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvent: its attributes by name, each as the JSON that stands for it. Written with its
 * attributes in alphabetical order. Not safe for use by several threads while it is changed.
 */
public final class Event {

  /** The attribute. */
  public static final String ID = "id";

  /** The attribute. */
  public static final String SOURCE = "source";

  /** The attribute. */
  public static final String TYPE = "type";

  /** The attribute. */
  public static final String SPEC_VERSION = "specversion";

  /** The attribute. */
  public static final String DATA_CONTENT_TYPE = "datacontenttype";

  /** The attribute. */
  public static final String DATA = "data";

  /** The attribute. */
  public static final String DATA_BASE64 = "data_base64";

  /** The attribute. */
  public static final String SUBJECT = "subject";

  /** The attribute. */
  public static final String TIME = "time";

  /** An extension. */
  public static final String TOPIC = "topic";

  /** An extension. */
  public static final String PUBSUB = "pubsubname";

  /** An extension. */
  public static final String TRACE_ID = "traceid";

  /** An extension. */
  public static final String TRACE_PARENT = "traceparent";

  /** An extension. */
  public static final String TRACE_STATE = "tracestate";

  /** An extension. */
  public static final String EXPIRATION = "expiration";

  /** The type of what is published without one. */
  public static final String DEFAULT_TYPE = "com.dapr.event.sent";

  /** The source of what has none. */
  public static final String DEFAULT_SOURCE = "Dapr";

  private final TreeMap<String, byte[]> attributes;

  Event() {
    this.attributes = new TreeMap<>();
  }

  /**
   * Reads an event.
   *
   * @param json an object in UTF-8
   * @return the event
   * @throws MalformedEventException if it is none
   */
  public static Event parse(byte[] json) throws MalformedEventException {
    var event = new Event();
    try {
      return JsonReader.read(
          json,
          reader -> {
            reader.object("event", name -> event.attributes.put(name, reader.raw()));
            return event;
          });
    } catch (ApiException e) {
      throw new MalformedEventException(e.error().message());
    }
  }

  /**
   * @param name of an attribute
   * @return whether it is there, be it null
   */
  public boolean has(String name) {
    return attributes.containsKey(name);
  }

  /**
   * @param name of an attribute
   * @return its JSON, or null if it is not there
   */
  public byte @Nullable [] raw(String name) {
    return attributes.get(name);
  }

  /**
   * @param name of an attribute
   * @return whether it is there and not null
   */
  public boolean isSet(String name) {
    byte[] raw = attributes.get(name);
    return raw != null && !(raw.length == 4 && raw[0] == 'n');
  }

  /**
   * @param name of an attribute
   * @return its text, or null if it is not there or no text
   */
  public @Nullable String text(String name) {
    byte[] raw = attributes.get(name);
    if (raw == null || raw.length < 2 || raw[0] != '"') {
      return null;
    }
    return JsonReader.read(raw, reader -> reader.text(name));
  }

  /**
   * @param name of an attribute
   * @return its text, or an empty one
   */
  public String textOrEmpty(String name) {
    String text = text(name);
    return text == null ? "" : text;
  }

  /**
   * Sets an attribute.
   *
   * @param name its name
   * @param text its value
   * @return this
   */
  public Event set(String name, String text) {
    var json = new StringBuilder(text.length() + 2);
    JsonText.appendString(json, text);
    return setRaw(name, json.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sets an attribute.
   *
   * @param name its name
   * @param json its value
   * @return this
   */
  public Event setRaw(String name, byte[] json) {
    attributes.put(name, json);
    return this;
  }

  /**
   * Tells whether it is too late to deliver it.
   *
   * @param now the time
   * @return whether it expired before
   */
  public boolean expired(Instant now) {
    String text = text(EXPIRATION);
    if (text == null || text.isEmpty()) {
      return false;
    }
    try {
      return OffsetDateTime.parse(text).toInstant().isBefore(now);
    } catch (DateTimeException e) {
      return false;
    }
  }

  /**
   * @return the trace that its publisher was in as W3C Trace Context writes it, or empty
   */
  public String traceparent() {
    String parent = text(TRACE_PARENT);
    return parent != null ? parent : isSet(TRACE_PARENT) ? "" : textOrEmpty(TRACE_ID);
  }

  /**
   * @return all attributes, each as JSON
   */
  public Map<String, byte[]> attributes() {
    return attributes;
  }

  /**
   * @return all attributes as expressions see them
   */
  public Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new TreeMap<>();
    attributes.forEach((name, json) -> tree.put(name, JsonTree.of(json)));
    return tree;
  }

  /**
   * @return the event in JSON, in UTF-8
   */
  public byte[] json() {
    int size = 2;
    for (var entry : attributes.entrySet()) {
      size += entry.getKey().length() + entry.getValue().length + 4;
    }
    var out = new ByteArrayOutputStream(size + 16);
    char separator = '{';
    for (var entry : attributes.entrySet()) {
      out.write(separator);
      var name = new StringBuilder(entry.getKey().length() + 3);
      JsonText.appendString(name, entry.getKey());
      out.writeBytes(name.append(':').toString().getBytes(StandardCharsets.UTF_8));
      out.writeBytes(entry.getValue());
      separator = ',';
    }
    if (attributes.isEmpty()) {
      out.write('{');
    }
    out.write('}');
    return out.toByteArray();
  }
}
