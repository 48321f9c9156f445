package dev.mecha.runtime.options;

import java.nio.file.Path;
import java.util.Map;

/** The folder in which Mecha keeps what has to last: {@code ~/.mecha}, or elsewhere if told so. */
public final class Home {

  private Home() {}

  /**
   * @param environment of the process
   * @return {@code MECHA_HOME}, else {@code .mecha} in the user's home, else {@code mecha} beside
   *     the temporary files; it may not exist yet
   */
  public static Path of(Map<String, String> environment) {
    String own = environment.getOrDefault(CommandLine.HOME_VARIABLE, "");
    if (!own.isEmpty()) {
      return Path.of(own);
    }
    String user = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
    return user.isEmpty() || user.equals("?")
        ? Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "mecha")
        : Path.of(user, ".mecha");
  }
}
