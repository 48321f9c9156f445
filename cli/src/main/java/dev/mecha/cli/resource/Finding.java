package dev.mecha.cli.resource;

import dev.mecha.cli.yaml.BadFileException;

/**
 * Something about a resource file.
 *
 * @param wrong whether a sidecar cannot use it; otherwise it only deserves a look
 * @param message with the file and the line
 */
public record Finding(boolean wrong, String message) {

  static Finding error(String message) {
    return new Finding(true, message);
  }

  static Finding error(BadFileException problem) {
    return error(String.valueOf(problem.getMessage()));
  }

  static Finding warning(String message) {
    return new Finding(false, message);
  }
}
