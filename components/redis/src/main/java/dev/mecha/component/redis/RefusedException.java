package dev.mecha.component.redis;

import dev.mecha.spi.ComponentException;

/** The server answered a command with an error. */
final class RefusedException extends ComponentException {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final String answer;

  /**
   * @param message for the user
   * @param failure with the server's answer
   * @param cause what the driver made of it
   */
  RefusedException(String message, Failure failure, Throwable cause) {
    super(message, cause);
    this.code = failure.code();
    this.answer = failure.message();
  }

  /**
   * @return the first word of the answer, such as {@code WRONGTYPE}
   */
  String code() {
    return code;
  }

  /**
   * @return the answer
   */
  String answer() {
    return answer;
  }
}
