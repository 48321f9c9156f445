package dev.mecha.spi;

import org.jspecify.annotations.Nullable;

/**
 * The engine behind a component failed or refused. The message is shown to the caller: it never
 * holds a secret.
 */
public class ComponentException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what was tried and what the engine answered
   */
  public ComponentException(String message) {
    super(message);
  }

  /**
   * @param message what was tried and what the engine answered
   * @param cause the driver's exception, or null
   */
  public ComponentException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
