package dev.mecha.spi;

/**
 * An engine behind a building block, ready for use: a state store, a secret store, a broker.
 *
 * <p>A component is connected when its constructor returns. Its methods block, may be called by
 * many threads at once, and answer an interrupt by stopping the work, not by abandoning it: they
 * throw {@link InterruptedException} and leave no half-written value behind. Failures of the engine
 * are {@link ComponentException}s.
 */
public interface Component extends AutoCloseable {

  /**
   * Whether every method may run on a thread that also serves the network. Such a thread must never
   * be held: a method that calls native code, takes a pool's lock across I/O, or computes for more
   * than a millisecond answers {@code false}, and the runtime then calls the component from threads
   * of its own.
   *
   * @return {@code false} unless the implementation is known never to hold its carrier thread
   */
  default boolean neverHoldsCarrier() {
    return false;
  }

  /**
   * Asks the engine whether it can serve. Idempotent.
   *
   * @throws ComponentException if it cannot
   * @throws InterruptedException if the calling thread is interrupted while it waits
   */
  default void ping() throws InterruptedException {}

  /**
   * Finishes the calls in flight and frees what the component holds. Further calls are refused.
   * Idempotent.
   */
  @Override
  void close();
}
