package dev.mecha.component.sqlite;

import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.ValueEncoding;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * A value as its column holds it: JSON as it is, everything else in base64.
 *
 * @param content the text in the column
 * @param binary whether it is base64
 */
record Text(String content, boolean binary) {

  static Text of(SetRequest request) {
    byte[] bytes = request.value();
    if (request.encoding() == ValueEncoding.JSON) {
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (survives(text, bytes)) {
        return new Text(text, false);
      }
    }
    return new Text(Base64.getEncoder().encodeToString(bytes), true);
  }

  /**
   * What claims to be JSON may still not be UTF-8, or hold a zero, which ends a text for other
   * readers of the file.
   */
  private static boolean survives(String text, byte[] bytes) {
    return text.indexOf('\0') < 0
        && (text.indexOf('\uFFFD') < 0
            || Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes));
  }

  /**
   * @throws IllegalArgumentException if the content is marked as base64 and is not
   */
  byte[] bytes() {
    return binary ? Base64.getDecoder().decode(content) : content.getBytes(StandardCharsets.UTF_8);
  }
}
