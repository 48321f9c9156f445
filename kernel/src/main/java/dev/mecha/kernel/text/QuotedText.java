package dev.mecha.kernel.text;

import java.util.HexFormat;

/**
 * Text between quotes as the peer's log lines and messages have it: what a terminal or a line
 * reader could take for something else is escaped, everything printable stays readable in any
 * script.
 */
public final class QuotedText {

  private static final HexFormat HEX = HexFormat.of();

  private QuotedText() {}

  /**
   * @param value any text
   * @return the text with its quotes
   */
  public static String of(String value) {
    var out = new StringBuilder(value.length() + 2);
    append(out, value);
    return out.toString();
  }

  /**
   * Appends a text with its quotes.
   *
   * @param out where to
   * @param value any text
   */
  public static void append(StringBuilder out, String value) {
    out.append('"');
    int copied = 0;
    int i = 0;
    while (i < value.length()) {
      int c = value.codePointAt(i);
      int next = i + Character.charCount(c);
      if (c == '"' || c == '\\' || !isPrintable(c)) {
        out.append(value, copied, i);
        appendEscaped(out, c);
        copied = next;
      }
      i = next;
    }
    out.append(value, copied, value.length()).append('"');
  }

  /** Letters, marks, numbers, punctuation and symbols, and of all spaces the plain one. */
  private static boolean isPrintable(int c) {
    if (c < 0x7f) {
      return c >= ' ';
    }
    int type = Character.getType(c);
    return (type >= Character.UPPERCASE_LETTER && type <= Character.OTHER_NUMBER)
        || type >= Character.DASH_PUNCTUATION;
  }

  private static void appendEscaped(StringBuilder out, int c) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append((char) c);
      case 0x07 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 0x0b -> out.append("\\v");
      default -> appendHex(out, c);
    }
  }

  private static void appendHex(StringBuilder out, int c) {
    if (c < 0x80) {
      out.append("\\x").append(HEX.toHexDigits((byte) c));
    } else if (c >= Character.MIN_SUPPLEMENTARY_CODE_POINT) {
      out.append("\\U").append(HEX.toHexDigits(c));
    } else {
      boolean halfPair = Character.getType(c) == Character.SURROGATE;
      out.append("\\u").append(HEX.toHexDigits(halfPair ? '\ufffd' : (char) c));
    }
  }
}
