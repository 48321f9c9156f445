package dev.mecha.kernel.registry;

import org.jspecify.annotations.Nullable;

/** A component that must not fail has failed: the runtime ends. The message is the peer's. */
public class ComponentFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param message such as {@code process component statestore error: ...}
   * @param cause what went wrong, or null
   */
  public ComponentFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
