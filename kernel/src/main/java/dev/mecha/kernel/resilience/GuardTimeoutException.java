package dev.mecha.kernel.resilience;

/** A try took longer than its policy allows, and was stopped. */
public final class GuardTimeoutException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Says what the peer says. */
  public GuardTimeoutException() {
    super("context deadline exceeded");
  }
}
