package dev.mecha.component.redis;

import java.util.concurrent.Future;

/**
 * One command to a server. It may be sent more than once, see {@link Calls}.
 *
 * @param <T> the answer
 */
@FunctionalInterface
interface Command<T> {

  /**
   * @param link where to send it
   * @return the answer to come
   */
  Future<T> send(Link link);

  /**
   * Sends a script's text, after the server said that it does not know the script by its digest.
   *
   * @param link where to send it
   * @return the answer to come
   */
  default Future<T> sendText(Link link) {
    return send(link);
  }
}
