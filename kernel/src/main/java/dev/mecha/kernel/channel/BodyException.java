package dev.mecha.kernel.channel;

/** A body did not come to its end: its sender is gone, or it is larger than allowed. */
public final class BodyException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * @param message what happened, such as {@code unexpected EOF}
   */
  public BodyException(String message) {
    super(message);
  }

  /**
   * @param message what happened
   * @param cause why
   */
  public BodyException(String message, Throwable cause) {
    super(message, cause);
  }
}
