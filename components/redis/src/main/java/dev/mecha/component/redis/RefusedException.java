package dev.mecha.component.redis;

/** The server answered a command with an error. */
final class RefusedException extends FailedException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message for the user
   * @param failure with the server's answer
   * @param cause what the driver made of it
   */
  RefusedException(String message, Failure failure, Throwable cause) {
    super(message, failure, cause);
  }
}
