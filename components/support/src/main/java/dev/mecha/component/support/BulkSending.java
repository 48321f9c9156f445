package dev.mecha.component.support;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.BulkEntry;
import dev.mecha.spi.pubsub.BulkPublishRequest;
import dev.mecha.spi.pubsub.FailedEntry;
import dev.mecha.spi.pubsub.PublishRequest;
import java.util.ArrayList;
import java.util.List;

/** Publishes many messages: all are sent before the first confirmation is awaited. */
public final class BulkSending {

  private record Sent<C>(BulkEntry entry, C confirmation) {}

  private BulkSending() {}

  /**
   * Sends a message.
   *
   * @param <C> what its confirmation is awaited by
   */
  @FunctionalInterface
  public interface Sender<C> {

    /**
     * @param request the message
     * @return what its confirmation is awaited by
     * @throws ComponentException if it could not be sent
     * @throws InterruptedException if the calling thread is interrupted
     */
    C send(PublishRequest request) throws InterruptedException;
  }

  /**
   * Waits for the confirmation of a message.
   *
   * @param <C> what it is awaited by
   */
  @FunctionalInterface
  public interface Confirmation<C> {

    /**
     * @param sent what the sender made
     * @throws ComponentException if the broker did not take the message
     * @throws InterruptedException if the calling thread is interrupted
     */
    void await(C sent) throws InterruptedException;
  }

  /**
   * @param request the messages
   * @param sender sends one
   * @param confirmation waits for one
   * @param <C> what a confirmation is awaited by
   * @return those that the broker did not confirm
   * @throws InterruptedException if the calling thread is interrupted; any of them may be there
   */
  public static <C> List<FailedEntry> publish(
      BulkPublishRequest request, Sender<C> sender, Confirmation<C> confirmation)
      throws InterruptedException {
    var sent = new ArrayList<Sent<C>>();
    var failed = new ArrayList<FailedEntry>();
    for (BulkEntry entry : request.entries()) {
      try {
        sent.add(new Sent<>(entry, sender.send(request.single(entry))));
      } catch (ComponentException e) {
        failed.add(failure(entry, e));
      }
    }
    for (Sent<C> each : sent) {
      try {
        confirmation.await(each.confirmation);
      } catch (ComponentException e) {
        failed.add(failure(each.entry, e));
      }
    }
    return failed;
  }

  private static FailedEntry failure(BulkEntry entry, ComponentException e) {
    return new FailedEntry(entry.entryId(), String.valueOf(e.getMessage()));
  }
}
