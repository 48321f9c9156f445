package dev.mecha.component.hazelcast;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hazelcast.core.HazelcastJsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Values as the map has them: texts, as with the peer, and bytes where they are no text. */
final class Text {

  private Text() {}

  /**
   * @param value any bytes
   * @return a text if they are one in UTF-8, else themselves
   */
  static Object of(byte[] value) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
    } catch (CharacterCodingException e) {
      return value;
    }
  }

  /**
   * @param kept what is in the map
   * @return its bytes
   * @throws IllegalArgumentException if it is neither a text, nor JSON, nor bytes
   */
  static byte[] bytes(Object kept) {
    return switch (kept) {
      case String text -> text.getBytes(UTF_8);
      case HazelcastJsonValue json -> json.getValue().getBytes(UTF_8);
      case byte[] bytes -> bytes;
      default ->
          throw new IllegalArgumentException(
              "there is a " + kept.getClass().getName() + " (expected: a text or bytes)");
    };
  }
}
