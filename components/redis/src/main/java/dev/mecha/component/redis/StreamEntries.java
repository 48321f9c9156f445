package dev.mecha.component.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mecha.spi.pubsub.Message;
import dev.mecha.spi.pubsub.PublishRequest;
import io.lettuce.core.StreamMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a message is written down in a stream: the field {@code data} has the bytes, {@code metadata}
 * a JSON object of texts.
 */
final class StreamEntries {

  private static final Logger LOG = LoggerFactory.getLogger(StreamEntries.class);
  private static final JsonFactory JSON = new JsonFactory();

  private StreamEntries() {}

  /**
   * @param request a message to publish
   * @return the entry's fields
   */
  static Map<String, byte[]> fields(PublishRequest request) {
    var fields = new LinkedHashMap<String, byte[]>();
    fields.put("data", request.data());
    fields.put("metadata", write(request.metadata()));
    return fields;
  }

  /**
   * @param topic the stream
   * @param entry as it was read
   * @return the message
   */
  static Message message(String topic, StreamMessage<String, byte[]> entry) {
    byte[] data = entry.getBody().getOrDefault("data", new byte[0]);
    return new Message(topic, data, read(entry.getId(), entry.getBody().get("metadata")), null);
  }

  private static byte[] write(Map<String, String> metadata) {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      for (var field : new TreeMap<>(metadata).entrySet()) {
        json.writeStringField(field.getKey(), field.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static Map<String, String> read(String id, byte @Nullable [] text) {
    if (text == null || text.length == 0) {
      return Map.of();
    }
    var metadata = new HashMap<String, String>();
    try (JsonParser json = JSON.createParser(new String(text, UTF_8))) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Map.of();
      }
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        if (json.nextToken().isScalarValue()) {
          metadata.put(name, json.getText());
        } else {
          json.skipChildren();
        }
      }
    } catch (IOException e) {
      LOG.warn("The metadata of the message {} cannot be read: {}", id, e.getMessage());
    }
    return metadata;
  }
}
