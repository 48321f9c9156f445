package dev.mecha.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this build is.
 *
 * @param api the level of the peer's API that it speaks, as the metadata API shows it
 * @param mecha its own version
 * @param commit the commit that it was built from, or {@code unknown}
 */
public record Version(String api, String mecha, String commit) {

  /**
   * @return what the build wrote down
   */
  public static Version current() {
    var properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Version(
        properties.getProperty("api", "unknown"),
        properties.getProperty("mecha", "unknown"),
        properties.getProperty("commit", "unknown"));
  }
}
