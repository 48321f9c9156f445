package dev.mecha.kernel.pipeline;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC call of several messages, as a handler sees it. Calls block the virtual thread, never the
 * event loop. One thread may receive while another sends.
 *
 * @param <Q> the request message
 * @param <R> the response message
 */
public interface GrpcStream<Q, R> extends GrpcExchange {

  /**
   * Waits for the next message.
   *
   * @return the message, or null if the caller sends no more
   * @throws dev.mecha.kernel.error.ApiException if the message cannot be read
   * @throws InterruptedException if the call was cancelled
   */
  @Nullable Q receive() throws InterruptedException;

  /**
   * Tells whether the caller sends no more and all that it has sent is here, so that {@link
   * #receive} need not wait.
   *
   * @return false if some of it may still be on its way
   */
  boolean arrived();

  /**
   * Waits a moment for the next message, which {@link #receive} takes, or for the end.
   *
   * @param atMost how long to wait
   * @return false if neither has come
   * @throws InterruptedException if the call was cancelled
   */
  boolean awaitMore(Duration atMost) throws InterruptedException;

  /**
   * Sends a message; the first one takes the header metadata with it. Waits while the caller is
   * slow.
   *
   * @param message the message
   * @throws InterruptedException if the call was cancelled
   */
  void send(R message) throws InterruptedException;
}
