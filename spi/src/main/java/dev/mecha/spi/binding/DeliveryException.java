package dev.mecha.spi.binding;

import org.jspecify.annotations.Nullable;

/** The application has not taken an event: it was not there, or refused it. */
public class DeliveryException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what happened
   * @param cause why, or null
   */
  public DeliveryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
