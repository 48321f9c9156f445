package dev.mecha.component.jetstream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The id of a CloudEvent, by which the server knows a message that it has already. */
final class MessageId {

  private static final JsonFactory JSON = new JsonFactory();

  private MessageId() {}

  /**
   * @param data of a message
   * @return its field {@code id} if it is a JSON object with such a text, or null
   */
  static @Nullable String of(byte[] data) {
    if (data.length == 0 || data[0] != '{') {
      return null;
    }
    String id = null;
    try (JsonParser json = JSON.createParser(data)) {
      json.nextToken();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        JsonToken value = json.nextToken();
        if (name.equals("id") && value == JsonToken.VALUE_STRING) {
          id = json.getText();
        }
        json.skipChildren();
      }
      return id == null || id.isEmpty() ? null : id;
    } catch (IOException e) {
      return null;
    }
  }
}
