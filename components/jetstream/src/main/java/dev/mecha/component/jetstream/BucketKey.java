package dev.mecha.component.jetstream;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Keys as a bucket can keep them. What the peer can keep is kept under the same name: {@code ||} is
 * a dot there. The bytes of everything else are written as {@code =2F}.
 */
final class BucketKey {

  private static final String PART_END = "||";

  private BucketKey() {}

  /**
   * @param key any text, not empty
   * @return the key in the bucket
   */
  static String of(String key) {
    var text = new StringBuilder(key.length());
    for (int i = 0; i < key.length(); ) {
      String part = key.startsWith(PART_END, i) ? PART_END : Character.toString(key.codePointAt(i));
      i += part.length();
      if (part.equals(PART_END) || part.equals(".")) {
        boolean separates = !text.isEmpty() && text.charAt(text.length() - 1) != '.';
        text.append(separates && i < key.length() ? "." : escaped(part));
      } else {
        text.append(isPlain(key, i - part.length(), part) ? part : escaped(part));
      }
    }
    return text.toString();
  }

  private static boolean isPlain(String key, int at, String part) {
    char c = part.charAt(0);
    return part.length() == 1
        && (isLetterOrDigit(c)
            || "-_/".indexOf(c) >= 0
            || (c == '=' && !(isHex(key, at + 1) && isHex(key, at + 2))));
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** What would be read as an escape is escaped itself. */
  private static boolean isHex(String key, int at) {
    return at < key.length() && "0123456789ABCDEF".indexOf(key.charAt(at)) >= 0;
  }

  private static String escaped(String part) {
    var text = new StringBuilder();
    for (byte b : part.getBytes(UTF_8)) {
      text.append("=%02X".formatted(b));
    }
    return text.toString();
  }
}
