package dev.mecha.kernel.resilience;

/**
 * An exception that carries the status which the other end gave: policies choose by it what is
 * tried again. Other exceptions are always tried again.
 */
public interface CodedFailure {

  /** In place of a status, for what must not be tried again whatever the policy says. */
  int NEVER_AGAIN = -1;

  /**
   * @return the number of a gRPC code (0–16), an HTTP status (100–599), or {@link #NEVER_AGAIN}
   */
  int code();
}
