package dev.mecha.runtime;

import org.jspecify.annotations.Nullable;

/** A sidecar could not start. What had been started is closed again; the message says why, in the peer's words. */
public class StartException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what could not be done, and why
   * @param cause what went wrong, or null
   */
  public StartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
