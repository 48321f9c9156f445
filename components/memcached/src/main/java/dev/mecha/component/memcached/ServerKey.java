package dev.mecha.component.memcached;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * A key as a server takes it: up to 250 bytes without blanks. Any other key is kept under its
 * SHA-256.
 *
 * @param text what the server is told
 */
record ServerKey(String text) {

  private static final int LONGEST = 250;
  private static final int DELETE = 0x7f;

  /**
   * @param key any text, not empty
   * @return the key for the servers
   */
  static ServerKey of(String key) {
    byte[] bytes = key.getBytes(UTF_8);
    return new ServerKey(isTaken(bytes) ? key : "||sha256||" + digest(bytes));
  }

  private static boolean isTaken(byte[] bytes) {
    for (byte b : bytes) {
      if ((b >= 0 && b <= ' ') || b == DELETE) {
        return false;
      }
    }
    return bytes.length <= LONGEST;
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK lacks SHA-256", e);
    }
  }

  /**
   * @param servers how many there are
   * @return which one has the key: the one that the peer's sidecars ask, too
   */
  int server(int servers) {
    var checksum = new CRC32();
    checksum.update(text.getBytes(UTF_8));
    return (int) (checksum.getValue() % servers);
  }
}
