package dev.mecha.component.rabbitmq;

import com.rabbitmq.client.AMQP;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Metadata of requests and messages, to and from the broker's properties. */
final class Texts {

  private Texts() {}

  /** Hands over the value of a name, in any case, unless it is missing or empty. */
  private static void ifPresent(Map<String, String> metadata, String name, Consumer<String> use) {
    metadata.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(name) && !entry.getValue().isEmpty())
        .findFirst()
        .ifPresent(entry -> use.accept(entry.getValue()));
  }

  /** Says what the message is, where the request says so. */
  static void describe(Map<String, String> metadata, AMQP.BasicProperties.Builder properties) {
    ifPresent(metadata, "contentType", properties::contentType);
    ifPresent(metadata, "messageID", properties::messageId);
    ifPresent(metadata, "correlationID", properties::correlationId);
    ifPresent(metadata, "type", properties::type);
  }

  /**
   * @param text a number
   * @return it, brought into the range of priorities, or null if it is none
   */
  static @Nullable Integer priority(@Nullable String text) {
    try {
      return text == null || text.isEmpty()
          ? null
          : Math.clamp(Long.parseLong(text.strip()), 0, 255);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /**
   * @param properties of a message
   * @return them as metadata, under names as the peer uses
   */
  static Map<String, String> metadata(AMQP.BasicProperties properties) {
    var metadata = new HashMap<String, String>();
    put(metadata, "messageid", properties.getMessageId());
    put(metadata, "correlationid", properties.getCorrelationId());
    put(metadata, "type", properties.getType());
    put(metadata, "contenttype", properties.getContentType());
    Map<String, Object> headers = properties.getHeaders();
    if (headers != null) {
      for (var header : headers.entrySet()) {
        if (header.getValue() != null) {
          metadata.put("metadata." + header.getKey(), text(header.getValue()));
        }
      }
    }
    return metadata;
  }

  private static void put(Map<String, String> metadata, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      metadata.put("metadata." + name, value);
    }
  }

  /**
   * @param value of a header
   * @return it as a text
   */
  static String text(Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(value);
  }
}
