package dev.mecha.transport.app;

import java.nio.charset.StandardCharsets;

/** Paths on their way out, encoded as Go's {@code net/url} does it. */
final class RequestPath {

  private static final String PLAIN = "-_.~$&+,/:;=@";

  /** Stay as they are if nothing else has to be encoded. */
  private static final String TOLERATED = "!'()*[]";

  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private RequestPath() {}

  /**
   * Encodes a path.
   *
   * @param path decoded
   * @return the path as it stands in a request line
   */
  static String encode(String path) {
    if (path.chars().allMatch(c -> isPlain(c) || TOLERATED.indexOf(c) >= 0)) {
      return path;
    }
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    var encoded = new StringBuilder(bytes.length * 2);
    for (byte b : bytes) {
      if (isPlain(b)) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HEX[b >> 4 & 15]).append(HEX[b & 15]);
      }
    }
    return encoded.toString();
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || PLAIN.indexOf(c) >= 0;
  }
}
