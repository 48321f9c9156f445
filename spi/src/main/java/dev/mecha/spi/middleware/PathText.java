package dev.mecha.spi.middleware;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Paths as people read them, and as they stand in a request line. */
public final class PathText {

  private static final String PLAIN = "-_.~$&+,/:;=@!'()*";
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private PathText() {}

  /**
   * @param path decoded
   * @return the same, with everything escaped that must not stand in a path
   */
  public static String encode(String path) {
    if (path.chars().allMatch(PathText::isPlain)) {
      return path;
    }
    var encoded = new StringBuilder(path.length() * 2);
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(b)) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HEX[b >> 4 & 15]).append(HEX[b & 15]);
      }
    }
    return encoded.toString();
  }

  /**
   * @param path encoded
   * @return the same without escapes; those that are malformed stay as they are
   */
  public static String decode(String path) {
    if (path.indexOf('%') < 0) {
      return path;
    }
    byte[] raw = path.getBytes(StandardCharsets.UTF_8);
    var decoded = new ByteArrayOutputStream(raw.length);
    for (int i = 0; i < raw.length; i++) {
      int value = raw[i] == '%' && i + 2 < raw.length ? hex(raw[i + 1], raw[i + 2]) : -1;
      decoded.write(value < 0 ? raw[i] : value);
      i += value < 0 ? 0 : 2;
    }
    return decoded.toString(StandardCharsets.UTF_8);
  }

  private static int hex(byte high, byte low) {
    int h = Character.digit(high, 16);
    int l = Character.digit(low, 16);
    return h < 0 || l < 0 ? -1 : h << 4 | l;
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || PLAIN.indexOf(c) >= 0;
  }
}
