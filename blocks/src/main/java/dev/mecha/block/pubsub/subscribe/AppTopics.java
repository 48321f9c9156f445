package dev.mecha.block.pubsub.subscribe;

import java.util.List;

/** Asks the application what it listens to. */
public interface AppTopics {

  /**
   * Asks once, with the retries that are built in.
   *
   * @return what it says; empty if it says nothing, or something that cannot be used
   * @throws InterruptedException if the caller was interrupted
   */
  List<TopicSubscription> ask() throws InterruptedException;
}
