package dev.mecha.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The port for other sidecars where none is chosen: the same at every start of an application in
 * the same place, so that those who remember it find it again. Computed as the peer does.
 */
final class StablePort {

  private static final int FIRST = 47300;
  private static final int END = 65535;

  private StablePort() {}

  /**
   * @param appId of the application
   * @param folder in which the sidecar runs
   * @param user the number of the user who runs it
   * @param host the name of the machine
   * @return a port from 47300 on
   */
  static int of(String appId, String folder, String user, String host) {
    byte[] digest = sha256(String.join("|", appId, folder, user, host));
    int number = Byte.toUnsignedInt(digest[0]) | Byte.toUnsignedInt(digest[1]) << 8;
    return FIRST + number % (END - FIRST);
  }

  /**
   * @return the number of the user who runs this process; -1 where users have none
   */
  static String user() {
    try {
      return String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException e) {
      return "-1";
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
