package dev.mecha.component.support.sql;

import dev.mecha.spi.ComponentException;
import org.jspecify.annotations.Nullable;

/**
 * The server cannot be reached, went away, or does not answer in time: trying the next thing at
 * once is no use.
 */
public class UnavailableException extends ComponentException {

  private static final long serialVersionUID = 1L;

  UnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
