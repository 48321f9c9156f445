package dev.mecha.block.pubsub.subscribe;

import java.util.List;

/** The way of events to the application, whatever it speaks. Counts and traces what it brings. */
interface AppEvents {

  /**
   * Gives the application an event.
   *
   * @param event the event
   * @return what it said
   * @throws RetryException if it did not take it
   * @throws InterruptedException if the caller was interrupted
   */
  Verdict deliver(AppEvent event) throws RetryException, InterruptedException;

  /**
   * Gives the application events.
   *
   * @param bulk the events
   * @return what it said of each entry
   * @throws RetryException if it took none
   * @throws InterruptedException if the caller was interrupted
   */
  List<BulkAnswer> deliver(BulkEvents bulk) throws RetryException, InterruptedException;
}
