package dev.mecha.acceptance.example;

import dev.mecha.acceptance.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** An example of the repository, in a folder of its own, so that it leaves nothing behind. */
record Example(Path folder, Command command) {

  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /**
   * @param name below {@code examples}
   * @param folder for the copy, and the home folder
   */
  static Example copied(String name, Path folder) {
    Path copy = folder.resolve("example");
    copy(ROOT.resolve("examples").resolve(name), copy);
    var command =
        Command.mecha(copy)
            .with("HOME", System.getProperty("user.home"))
            .with("MECHA_HOME", folder.resolve("home").toString());
    return new Example(copy, command);
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts another text in place of one in a file. */
  void replace(String file, String text, String other) {
    try {
      Path path = folder.resolve(file);
      Files.writeString(path, Files.readString(path).replace(text, other));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
