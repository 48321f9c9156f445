package dev.mecha.component.support.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mecha.spi.ComponentException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of a statement, as a JSON list: texts, numbers, truths and nothing; objects and lists
 * as JSON.
 */
public final class Parameters {

  private static final JsonFactory JSON = new JsonFactory();

  private Parameters() {}

  /**
   * @param text a JSON list, or nothing
   * @return the values: {@link String}, {@link java.math.BigDecimal}, {@link Boolean}, null for
   *     null
   * @throws ComponentException if the text is anything else
   */
  public static List<@Nullable Object> read(String text) {
    var values = new ArrayList<@Nullable Object>();
    if (text.isEmpty()) {
      return values;
    }
    try (JsonParser json = JSON.createParser(text)) {
      JsonToken first = json.nextToken();
      if (first == JsonToken.VALUE_NULL && json.nextToken() == null) {
        return values;
      }
      if (first != JsonToken.START_ARRAY) {
        throw wrong("not a list");
      }
      while (json.nextToken() != JsonToken.END_ARRAY) {
        values.add(value(json));
      }
      if (json.nextToken() != null) {
        throw wrong("something behind the list");
      }
      return values;
    } catch (IOException e) {
      throw wrong(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private static @Nullable Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_NULL -> null;
      case START_ARRAY, START_OBJECT -> {
        var out = new StringWriter();
        try (JsonGenerator copy = JSON.createGenerator(out)) {
          copy.copyCurrentStructure(json);
        }
        yield out.toString();
      }
      case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDecimalValue();
      default -> json.getText();
    };
  }

  private static ComponentException wrong(String why) {
    return new ComponentException(
        "invalid metadata property params: failed to unserialize into an array: " + why);
  }
}
