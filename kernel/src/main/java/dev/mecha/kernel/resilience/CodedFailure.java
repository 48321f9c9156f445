package dev.mecha.kernel.resilience;

/**
 * An exception that carries the status which the other end gave: policies choose by it what is
 * tried again. Other exceptions are always tried again.
 */
public interface CodedFailure {

  /**
   * @return the number of a gRPC code (0–16) or an HTTP status (100–599)
   */
  int code();
}
