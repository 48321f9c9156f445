package dev.mecha.cli.yaml;

/**
 * A file cannot be used. The message says where and why: {@code dapr.yaml:7: apps[0].appPort: "x"
 * (expected: a whole number)}.
 */
public final class BadFileException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param message for the person at the terminal
   */
  public BadFileException(String message) {
    super(message);
  }
}
