package dev.mecha.kernel.observe;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who is logging; part of every line.
 *
 * @param appId the value of {@code app_id}; left out if empty
 * @param instance the value of {@code instance}: the name of the host
 * @param version the value of {@code ver}
 */
public record LogIdentity(String appId, String instance, String version) {

  /**
   * Finds the name of this host without asking the network where the system can say it.
   *
   * @return the name; empty if it has none
   */
  public static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return resolvedHostName();
    }
  }

  private static String resolvedHostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "";
    }
  }
}
