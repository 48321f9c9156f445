package dev.mecha.kernel.text;

import java.nio.charset.StandardCharsets;

/** Paths of URLs for people: decoded, as logs and metric labels show them. */
public final class UrlText {

  private UrlText() {}

  /**
   * Decodes {@code %XX}. What is not a valid escape stays as it is; bytes that are no UTF-8 become
   * U+FFFD.
   *
   * @param path as it was sent
   * @return the same string if there is nothing to decode
   */
  public static String decodePath(String path) {
    if (path.indexOf('%') < 0) {
      return path;
    }
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    int i = 0;
    while (i < bytes.length) {
      int octet = octet(bytes, i);
      bytes[length++] = octet < 0 ? bytes[i] : (byte) octet;
      i += octet < 0 ? 1 : 3;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** What the escape at this place stands for, or -1 if there is none. */
  private static int octet(byte[] bytes, int i) {
    if (bytes[i] != '%' || i + 2 >= bytes.length) {
      return -1;
    }
    int high = Character.digit(bytes[i + 1], 16);
    int low = Character.digit(bytes[i + 2], 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}
