package dev.mecha.component.postgresql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a trigger says of a row, as the peer expects it: a JSON object in whose field {@code data}
 * the row is. Only the key is taken from it: what the row is now is read.
 */
final class Notice {

  private static final JsonFactory JSON = new JsonFactory();

  private Notice() {}

  /**
   * @param payload of a notification
   * @return the key of the row, or null if it does not say
   */
  static @Nullable String key(String payload) {
    try (var parser = JSON.createParser(payload)) {
      return parser.nextToken() == JsonToken.START_OBJECT && enter(parser, "data")
          ? keyOfRow(parser)
          : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable String keyOfRow(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.START_OBJECT
            && enter(parser, "key")
            && parser.currentToken() == JsonToken.VALUE_STRING
        ? parser.getText()
        : null;
  }

  /** Goes to the value of a field of the object at whose beginning the parser stands. */
  private static boolean enter(JsonParser parser, String field) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = parser.currentName().equalsIgnoreCase(field);
      parser.nextToken();
      if (found) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }
}
