package dev.mecha.component.bindings;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Base64;

/** What the data of a request stands for. */
final class Payload {

  private Payload() {}

  /** A JSON string stands for its text, and base64 for its bytes; all else for itself. */
  static byte[] decode(byte[] data) {
    byte[] text = unquote(data);
    try {
      return Base64.getDecoder().decode(withoutLineBreaks(text));
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static byte[] withoutLineBreaks(byte[] text) {
    String plain = new String(text, UTF_8);
    if (plain.length() % 4 != 0 && plain.indexOf('\n') < 0 && plain.indexOf('\r') < 0) {
      throw new IllegalArgumentException("no padding");
    }
    String joined = plain.replace("\n", "").replace("\r", "");
    if (joined.length() % 4 != 0) {
      throw new IllegalArgumentException("no padding");
    }
    return joined.getBytes(UTF_8);
  }

  private static byte[] unquote(byte[] data) {
    if (data.length < 2 || data[0] != '"') {
      return data;
    }
    try (JsonParser parser = JsonTexts.FACTORY.createParser(data)) {
      if (parser.nextToken() == JsonToken.VALUE_STRING) {
        byte[] text = parser.getText().getBytes(UTF_8);
        return parser.nextToken() == null ? text : data;
      }
      return data;
    } catch (IOException e) {
      return data;
    }
  }
}
