package dev.mecha.spi.pubsub;

/** Messages flow to a handler until this is closed. */
public interface Subscription extends AutoCloseable {

  /**
   * Takes no further message, waits until the handlers that run have returned, acknowledges what
   * they finished and gives back what the handler has not seen: the broker delivers it to others of
   * the group, or again later. Afterwards the handler is not called any more. If the calling thread
   * is interrupted while it waits, the handlers are interrupted, the messages in their hands are
   * delivered again later, and this returns with the interrupt still set. Idempotent; may be called
   * after the component was closed, not from within a handler.
   */
  @Override
  void close();
}
