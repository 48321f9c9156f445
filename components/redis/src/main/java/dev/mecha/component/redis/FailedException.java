package dev.mecha.component.redis;

import dev.mecha.spi.ComponentException;

/** A command failed. */
sealed class FailedException extends ComponentException permits RefusedException {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final String answer;

  /**
   * @param message for the user
   * @param failure what came of the command
   * @param cause what the driver made of it
   */
  FailedException(String message, Failure failure, Throwable cause) {
    super(message, cause);
    this.code = failure.code();
    this.answer = failure.message();
  }

  /**
   * @return the first word of the server's answer, such as {@code WRONGTYPE}; empty if it gave none
   */
  String code() {
    return code;
  }

  /**
   * @return the server's answer, or else the driver's reason
   */
  String answer() {
    return answer;
  }
}
