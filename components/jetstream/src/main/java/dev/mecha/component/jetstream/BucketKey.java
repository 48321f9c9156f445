package dev.mecha.component.jetstream;

import dev.mecha.component.support.KeyEscape;

/**
 * Keys as a bucket can keep them. What the peer can keep is kept under the same name: {@code ||} is
 * a dot there. The bytes of everything else are written as {@code =2F}.
 */
final class BucketKey {

  private static final KeyEscape ESCAPE = new KeyEscape('=');
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
        text.append(separates && i < key.length() ? "." : ESCAPE.of(part));
      } else {
        text.append(isPlain(key, i - part.length(), part) ? part : ESCAPE.of(part));
      }
    }
    return text.toString();
  }

  private static boolean isPlain(String key, int at, String part) {
    char c = part.charAt(0);
    return part.length() == 1
        && (isLetterOrDigit(c) || "-_/".indexOf(c) >= 0 || (c == '=' && !ESCAPE.isIn(key, at)));
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
