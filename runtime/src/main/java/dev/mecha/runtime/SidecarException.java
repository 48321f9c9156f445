package dev.mecha.runtime;

import org.jspecify.annotations.Nullable;

/** A sidecar could not start, or cannot go on. The message says why, in the words of the peer. */
public class SidecarException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what could not be done, and why
   * @param cause what went wrong, or null
   */
  public SidecarException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
