package dev.mecha.transport.app;

import java.util.Objects;

/**
 * A connection that had served before closed without a byte of an answer: most likely the
 * application had closed it before the request came.
 */
final class DeadConnectionException extends Exception {

  private static final long serialVersionUID = 1;

  DeadConnectionException(Throwable cause) {
    super(cause);
  }

  @Override
  public synchronized Throwable getCause() {
    return Objects.requireNonNull(super.getCause());
  }
}
