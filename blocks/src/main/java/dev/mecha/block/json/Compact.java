package dev.mecha.block.json;

import java.util.Arrays;

/** Takes the blanks between the tokens out of a JSON text. */
final class Compact {

  private Compact() {}

  /**
   * @param text valid JSON in UTF-8 between the offsets
   * @return a copy without blanks outside of strings
   */
  static byte[] copy(byte[] text, int start, int end) {
    byte[] out = new byte[end - start];
    int length = 0;
    boolean string = false;
    for (int i = start; i < end; i++) {
      byte b = text[i];
      if (string) {
        out[length++] = b;
        if (b == '\\') {
          out[length++] = text[++i];
        } else if (b == '"') {
          string = false;
        }
      } else if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        out[length++] = b;
        string = b == '"';
      }
    }
    return length == out.length ? out : Arrays.copyOf(out, length);
  }
}
