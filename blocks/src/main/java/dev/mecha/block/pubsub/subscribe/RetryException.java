package dev.mecha.block.pubsub.subscribe;

import dev.mecha.kernel.resilience.CodedFailure;

/** The application did not take an event and shall get it again. */
class RetryException extends Exception {

  private static final long serialVersionUID = 1;

  RetryException(String message) {
    super(message);
  }

  /** With the status of the application's answer, by which policies choose. */
  static final class Coded extends RetryException implements CodedFailure {

    private static final long serialVersionUID = 1;

    private final int code;

    Coded(int code, String message) {
      super(message);
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }
}
