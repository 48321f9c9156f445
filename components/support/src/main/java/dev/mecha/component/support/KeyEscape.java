package dev.mecha.component.support;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Writes what an engine does not take in its keys as bytes: {@code =2F} for a slash, if the mark is
 * {@code =}. Different keys stay different: what would be read as an escape is escaped itself.
 *
 * @param mark with which an escape begins; a character of ASCII that the engine takes
 */
public record KeyEscape(char mark) {

  /**
   * @param part some characters of a key
   * @return the bytes of their UTF-8, each as a mark and two digits
   */
  public String of(String part) {
    var text = new StringBuilder();
    for (byte b : part.getBytes(UTF_8)) {
      text.append(mark).append("%02X".formatted(b));
    }
    return text.toString();
  }

  /**
   * @param key all of it
   * @param at an index in it
   * @return whether what begins there looks like an escape
   */
  public boolean isIn(String key, int at) {
    return key.charAt(at) == mark && isDigit(key, at + 1) && isDigit(key, at + 2);
  }

  private static boolean isDigit(String key, int at) {
    return at < key.length() && "0123456789ABCDEF".indexOf(key.charAt(at)) >= 0;
  }
}
