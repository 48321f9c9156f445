package dev.mecha.spi.nameresolution;

import dev.mecha.spi.ComponentException;

/** The resolver works, and knows no instance of the application that can be called. */
public class ServiceNotFoundException extends ComponentException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message such as {@code couldn't find service: orders}
   */
  public ServiceNotFoundException(String message) {
    super(message);
  }
}
