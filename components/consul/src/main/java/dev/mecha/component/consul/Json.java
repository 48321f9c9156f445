package dev.mecha.component.consul;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON as maps, lists, texts, numbers and truth values. Names are found in any case, as Consul and
 * the peer do, and kept as they are written.
 */
final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /**
   * @param text a document
   * @return its value; null for {@code null}
   * @throws IOException if it is no JSON
   */
  static @Nullable Object parse(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      return value(parser);
    }
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
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_NULL -> null;
      default -> parser.getText();
    };
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    var fields = new TreeMap<String, Object>(String.CASE_INSENSITIVE_ORDER);
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

  /** Writes what {@link #parse} reads. */
  static String write(Object value) {
    var text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      write(value, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does not fail
    }
    return text.toString();
  }

  private static void write(Object value, JsonGenerator generator) throws IOException {
    switch (value) {
      case Map<?, ?> fields -> {
        generator.writeStartObject();
        for (Map.Entry<?, ?> field : fields.entrySet()) {
          generator.writeFieldName(String.valueOf(field.getKey()));
          write(field.getValue(), generator);
        }
        generator.writeEndObject();
      }
      case List<?> items -> {
        generator.writeStartArray();
        for (Object item : items) {
          write(item, generator);
        }
        generator.writeEndArray();
      }
      case Boolean flag -> generator.writeBoolean(flag);
      case Number number -> generator.writeNumber(number.toString());
      default -> generator.writeString(value.toString());
    }
  }

  /**
   * @return the object in a field; empty if there is none
   */
  static Map<String, Object> object(Map<String, Object> of, String name) {
    return asObject(of.get(name));
  }

  /**
   * @return the value as an object; empty if it is none
   */
  static Map<String, Object> asObject(@Nullable Object value) {
    var fields = new TreeMap<String, Object>(String.CASE_INSENSITIVE_ORDER);
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, one) -> fields.put(String.valueOf(name), one));
    }
    return fields;
  }

  /**
   * @return the text in a field; empty if there is none
   */
  static String text(Map<String, Object> of, String name) {
    Object value = of.get(name);
    return value == null ? "" : value.toString();
  }

  /**
   * @return whether the field is true
   */
  static boolean flag(Map<String, Object> of, String name) {
    return Boolean.TRUE.equals(of.get(name));
  }
}
