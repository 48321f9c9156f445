package dev.mecha.cli.file;

import dev.mecha.cli.yaml.BadFileException;
import dev.mecha.cli.yaml.YamlNode;

/**
 * Where a log goes.
 *
 * @param file whether into a file
 * @param console whether to the terminal
 */
public record LogDestination(boolean file, boolean console) {

  static final LogDestination FILE = new LogDestination(true, false);
  static final LogDestination FILE_AND_CONSOLE = new LogDestination(true, true);
  static final String NAMES = "console, file or fileAndConsole";

  static LogDestination read(YamlNode field, LogDestination fallback) throws BadFileException {
    return switch (field.text("")) {
      case "" -> fallback;
      case "console" -> new LogDestination(false, true);
      case "file" -> FILE;
      case "fileAndConsole" -> FILE_AND_CONSOLE;
      default -> throw field.wrong(NAMES);
    };
  }
}
