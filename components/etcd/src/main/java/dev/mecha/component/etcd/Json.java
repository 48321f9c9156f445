package dev.mecha.component.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages as maps, lists and scalars; bytes are base64, and 64-bit numbers are texts. */
final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  static String base64(String text) {
    return base64(text.getBytes(UTF_8));
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** The bytes in a field; none if there is no such field, which is how no bytes are sent. */
  static byte[] bytes(Map<?, ?> message, String field) {
    return Base64.getDecoder().decode(text(message, field));
  }

  /** Writes maps, lists, texts, numbers and truth values. */
  static String write(Map<String, Object> message) {
    var out = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      value(json, message);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return out.toString();
  }

  private static void value(JsonGenerator json, Object value) throws IOException {
    switch (value) {
      case Map<?, ?> fields -> {
        json.writeStartObject();
        for (var field : fields.entrySet()) {
          json.writeFieldName(field.getKey().toString());
          value(json, field.getValue());
        }
        json.writeEndObject();
      }
      case List<?> items -> {
        json.writeStartArray();
        for (Object item : items) {
          value(json, item);
        }
        json.writeEndArray();
      }
      case Boolean flag -> json.writeBoolean(flag);
      case Long number -> json.writeNumber(number);
      default -> json.writeString(value.toString());
    }
  }

  /**
   * @throws IOException if it is no JSON object
   */
  static Map<String, Object> parse(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not a JSON object");
      }
      return object(parser);
    }
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    var fields = new HashMap<String, Object>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      Object value = value(parser);
      if (value != null) {
        fields.put(name, value);
      }
    }
    return fields;
  }

  private static List<Object> array(JsonParser parser) throws IOException {
    var items = new ArrayList<Object>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Object value = value(parser);
      if (value != null) {
        items.add(value);
      }
    }
    return items;
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new IOException("the document ends too early");
    }
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> parser.getText();
    };
  }

  /** A text or a number as text; empty if there is none. */
  static String text(Map<?, ?> message, String field) {
    Object value = message.get(field);
    return value == null ? "" : value.toString();
  }

  /** Whether a field is there and true. */
  static boolean flag(Map<?, ?> message, String field) {
    return Boolean.TRUE.equals(message.get(field));
  }

  /** The messages of a list; empty if there is none. */
  static List<Map<?, ?>> all(Map<?, ?> message, String field) {
    var all = new ArrayList<Map<?, ?>>();
    if (message.get(field) instanceof List<?> items) {
      for (Object item : items) {
        all.add(item instanceof Map<?, ?> one ? one : Map.of());
      }
    }
    return all;
  }

  /** The first item of a list of messages; an empty message if there is none. */
  static Map<?, ?> first(Map<?, ?> message, String field) {
    List<Map<?, ?>> all = all(message, field);
    return all.isEmpty() ? Map.of() : all.getFirst();
  }

  /** A message in a field; an empty one if there is none. */
  static Map<?, ?> message(Map<?, ?> message, String field) {
    return message.get(field) instanceof Map<?, ?> value ? value : Map.of();
  }
}
