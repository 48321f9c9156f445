package dev.mecha.spi.pubsub;

import java.util.Set;

/** Takes the messages of a subscription, many at once. */
@FunctionalInterface
public interface BulkMessageHandler {

  /**
   * Processes messages. As with {@link MessageHandler}, what is not done with is delivered again.
   *
   * @param message the messages
   * @return the ids of the entries that are not done with; empty if all are
   * @throws InterruptedException if the thread is interrupted; none is done with
   * @throws Exception if none is done with
   */
  Set<String> handle(BulkMessage message) throws Exception;
}
