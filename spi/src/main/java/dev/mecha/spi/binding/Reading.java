package dev.mecha.spi.binding;

/** An input binding that reads. */
public interface Reading extends AutoCloseable {

  /**
   * Ends it. No event is handed over any more when this returns, and those that were are settled
   * with the service: what the handler took is confirmed. A handler that still works is interrupted
   * and its event given back. Idempotent.
   */
  @Override
  void close();
}
