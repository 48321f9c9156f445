package dev.mecha.cli.run;

/** What was asked for cannot be run. The message is for the person at the terminal. */
final class RunException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RunException(String message) {
    super(message);
  }

  RunException(String message, Throwable cause) {
    super(message, cause);
  }
}
