package dev.mecha.kernel.text;

import java.util.HexFormat;

/**
 * Strings as JSON. A writer for the few small objects on the paths that must not fail: error bodies
 * and log lines. It escapes what the peer escapes ({@code <}, {@code >}, {@code &} and the line
 * separators too) and the control characters beyond ASCII, writes U+FFFD for half a surrogate pair,
 * and never throws.
 */
public final class JsonText {

  private static final HexFormat HEX = HexFormat.of();

  private JsonText() {}

  /**
   * Appends a string with its quotes.
   *
   * @param out where to
   * @param value any text
   */
  public static void appendString(StringBuilder out, String value) {
    out.append('"');
    int copied = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (isPlain(c)) {
        continue;
      }
      if (isPair(value, i)) {
        i++;
        continue;
      }
      out.append(value, copied, i);
      appendEscaped(out, c);
      copied = i + 1;
    }
    out.append(value, copied, value.length()).append('"');
  }

  private static boolean isPlain(char c) {
    if (c < 0x7f) {
      return c >= ' ' && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&';
    }
    return c > 0x9f && c != 0x2028 && c != 0x2029 && !Character.isSurrogate(c);
  }

  private static boolean isPair(String value, int i) {
    return i + 1 < value.length()
        && Character.isSurrogatePair(value.charAt(i), value.charAt(i + 1));
  }

  private static void appendEscaped(StringBuilder out, char c) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append(c);
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> out.append("\\u").append(HEX.toHexDigits(Character.isSurrogate(c) ? '\ufffd' : c));
    }
  }
}
