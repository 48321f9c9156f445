package dev.mecha.kernel.resilience;

/** A failure with a status. */
final class CodedException extends RuntimeException implements CodedFailure {

  private static final long serialVersionUID = 1;

  private final int code;

  CodedException(int code) {
    super("status " + code);
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }
}
