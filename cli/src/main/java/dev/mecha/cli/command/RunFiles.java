package dev.mecha.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds the file that describes several applications. */
public final class RunFiles {

  private static final List<String> NAMES = List.of("dapr.yaml", "dapr.yml");

  private RunFiles() {}

  /**
   * @param path the file, or the folder in which it is called {@code dapr.yaml}
   * @return the file
   * @throws IOException if there is none; the message is for the person at the terminal
   */
  public static Path find(String path) throws IOException {
    Path given = Path.of(path);
    if (Files.isDirectory(given)) {
      for (String name : NAMES) {
        if (Files.isRegularFile(given.resolve(name))) {
          return given.resolve(name);
        }
      }
      throw new IOException(
          "there is no dapr.yaml in " + given.toAbsolutePath().normalize() + " (expected: one)");
    }
    if (!Files.exists(given)) {
      throw new IOException("error getting file info for " + path + ": no such file or directory");
    }
    if (!path.endsWith(".yaml") && !path.endsWith(".yml")) {
      throw new IOException("file \"" + path + "\" is not a YAML file");
    }
    return given;
  }
}
