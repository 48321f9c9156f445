package dev.mecha.component.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as maps, lists, texts, numbers as they are written, truth values and nulls. A location in a
 * message shows no part of the document.
 */
final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();

  /**
   * A number as it is written: nothing of it is lost on the way.
   *
   * @param text its digits
   */
  record Digits(String text) {

    @Override
    public String toString() {
      return text;
    }
  }

  private Json() {}

  /**
   * @param document in UTF-8
   * @return its value; null for {@code null}
   * @throws IOException if it is no JSON, or there is more behind it
   */
  static @Nullable Object parse(byte[] document) throws IOException {
    try (JsonParser parser = FACTORY.createParser(document)) {
      if (parser.nextToken() == null) {
        throw new IOException("the document is empty");
      }
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new IOException("there is more behind the document");
      }
      return value;
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
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Digits(parser.getText());
      case VALUE_NULL -> null;
      default -> parser.getText();
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, value(parser));
    }
    return fields;
  }

  private static List<@Nullable Object> array(JsonParser parser) throws IOException {
    var items = new ArrayList<@Nullable Object>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return items;
  }

  /**
   * @param value what {@link #parse} returns; anything else is written as its text
   * @return the document in UTF-8
   */
  static byte[] write(@Nullable Object value) {
    var document = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(document)) {
      write(value, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return document.toByteArray();
  }

  private static void write(@Nullable Object value, JsonGenerator generator) throws IOException {
    switch (value) {
      case null -> generator.writeNull();
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
      case Digits number -> generator.writeNumber(number.text());
      case Number number -> generator.writeNumber(number.toString());
      default -> generator.writeString(value.toString());
    }
  }

  /**
   * What a request's data stands for where a text is wanted: a JSON string for its text, {@code
   * null} for nothing, all else for itself.
   *
   * @param data of a request
   * @return the bytes meant
   */
  static byte[] unquote(byte[] data) {
    if (data.length < 2 || (data[0] != '"' && data[0] != 'n')) {
      return data;
    }
    try {
      return switch (parse(data)) {
        case null -> new byte[0];
        case String text -> text.getBytes(UTF_8);
        default -> data;
      };
    } catch (IOException e) {
      return data;
    }
  }
}
