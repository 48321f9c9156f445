package dev.mecha.block.invoke;

import dev.mecha.kernel.resilience.CodedFailure;

/** Carries a failure past the policies: what was sent cannot be sent once more. */
final class NeverAgainException extends RuntimeException implements CodedFailure {

  private static final long serialVersionUID = 1;

  private final RuntimeException failure;

  NeverAgainException(RuntimeException failure) {
    super(failure);
    this.failure = failure;
  }

  RuntimeException failure() {
    return failure;
  }

  @Override
  public int code() {
    return NEVER_AGAIN;
  }
}
