package dev.mecha.cli.run;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds a program as a shell does, so that a wrong name is known before anything has been started.
 */
final class Executables {

  private Executables() {}

  /**
   * @param command a name to look for, or a path if it contains a slash
   * @param path folders, separated as in {@code PATH}
   * @param directory what a path with a slash is relative to
   * @return the program's file
   * @throws RunException if there is none
   */
  static Path find(String command, String path, Path directory) {
    if (command.isBlank()) {
      throw new RunException("Failed to find command : exec: no command");
    }
    if (command.contains("/")) {
      Path file = directory.resolve(command);
      if (!isProgram(file)) {
        throw new RunException(
            "Failed to find command "
                + command
                + ": exec: \""
                + command
                + "\": "
                + (Files.exists(file) ? "permission denied" : "no such file or directory"));
      }
      return file.toAbsolutePath();
    }
    return lookUp(command, path)
        .orElseThrow(
            () ->
                new RunException(
                    "Failed to find command "
                        + command
                        + ": exec: \""
                        + command
                        + "\": executable file not found in $PATH"));
  }

  /**
   * @param name of a program
   * @param path folders, separated as in {@code PATH}
   * @return its file in the first folder that has it
   */
  static Optional<Path> lookUp(String name, String path) {
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name).toAbsolutePath())
        .filter(Executables::isProgram)
        .findFirst();
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
