package dev.mecha.kernel.pipeline;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;

/**
 * An answer that is decided and has not begun.
 *
 * @param status the HTTP status
 * @param headers all that the answer has
 * @param body what follows
 */
public record HttpReply(int status, Headers headers, Body body) {

  /** Changes answers on their way out. */
  @FunctionalInterface
  public interface Hook {

    /**
     * @param reply what the handler, or a filter further down, has decided
     * @return what goes out
     * @throws InterruptedException if the request was cancelled
     */
    HttpReply apply(HttpReply reply) throws InterruptedException;
  }
}
