package dev.mecha.component.aws;

import dev.mecha.spi.ComponentException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that a request brings, whose fields are found in any case.
 *
 * @param fields by name
 */
record Document(Map<?, ?> fields) {

  /**
   * @param data of a request
   * @param whose for the message: {@code "s3 binding error: invalid bulkGet payload"}
   * @return the object
   * @throws ComponentException if the data is none
   */
  static Document of(byte[] data, String whose) {
    try {
      if (Json.parse(data) instanceof Map<?, ?> fields) {
        return new Document(fields);
      }
    } catch (IOException e) {
      // Said below; the parser's message may show what is in the data.
    }
    throw new ComponentException(
        whose + ": %d bytes (expected: a JSON object)".formatted(data.length));
  }

  /**
   * @param name of a field
   * @return its value; null if there is none
   */
  @Nullable Object get(String name) {
    Object exact = fields.get(name);
    if (exact != null) {
      return exact;
    }
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      if (String.valueOf(field.getKey()).equalsIgnoreCase(name)) {
        return field.getValue();
      }
    }
    return null;
  }

  /**
   * @param name of a field
   * @return its text; null if there is none
   * @throws ComponentException if it is something else
   */
  @Nullable String text(String name) {
    Object value = get(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw new ComponentException("%s: %s (expected: a text)".formatted(name, kind(value)));
  }

  /**
   * @param name of a field
   * @return its number; null if there is none
   * @throws ComponentException if it is something else
   */
  @Nullable Integer integer(String name) {
    Object value = get(name);
    if (value == null) {
      return null;
    }
    try {
      return Integer.valueOf(value instanceof Json.Digits digits ? digits.text() : "");
    } catch (NumberFormatException e) {
      throw new ComponentException("%s: %s (expected: an integer)".formatted(name, kind(value)));
    }
  }

  /**
   * @param name of a field
   * @return its items; empty if there is none
   * @throws ComponentException if it is something else
   */
  List<?> list(String name) {
    Object value = get(name);
    if (value == null || value instanceof List<?>) {
      return value == null ? List.of() : (List<?>) value;
    }
    throw new ComponentException("%s: %s (expected: a list)".formatted(name, kind(value)));
  }

  private static String kind(Object value) {
    return switch (value) {
      case Map<?, ?> _ -> "an object";
      case List<?> _ -> "a list";
      case String _ -> "a text";
      default -> value.toString();
    };
  }
}
