package dev.mecha.spi.binding;

/** An input binding that reads. */
public interface Reading extends AutoCloseable {

  /**
   * Ends it: reads nothing further, waits until the handlers that run have returned, and settles
   * with the service: what they took is confirmed, and answered where the service wants an answer.
   * Afterwards no event is handed over any more. If the calling thread is interrupted while it
   * waits, the handlers are interrupted, their events are given back, and this returns with the
   * interrupt still set. Idempotent; may be called after the component was closed, not from within
   * a handler.
   */
  @Override
  void close();
}
