package dev.mecha.transport.http;

import java.nio.charset.StandardCharsets;

/** Percent-encoding as Go's {@code net/url} reads it. */
final class Escapes {

  private Escapes() {}

  /** Tells whether every {@code %} is followed by two hexadecimal digits. */
  static boolean valid(String text) {
    for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 3)) {
      if (i + 2 >= text.length() || hex(text, i + 1) < 0 || hex(text, i + 2) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Decodes {@code %XX} as UTF-8 and {@code +} as a space; the text has to be {@linkplain #valid
   * valid}.
   */
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text.indexOf('+') < 0 ? text : text.replace('+', ' ');
    }
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      if (in[i] == '%') {
        in[length++] = (byte) ((digit(in[i + 1]) << 4) | digit(in[i + 2]));
        i += 2;
      } else {
        in[length++] = in[i] == '+' ? (byte) ' ' : in[i];
      }
    }
    return new String(in, 0, length, StandardCharsets.UTF_8);
  }

  private static int hex(String text, int index) {
    char c = text.charAt(index);
    return c < 128 ? digit((byte) c) : -1;
  }

  private static int digit(byte c) {
    return Character.digit(c, 16);
  }
}
