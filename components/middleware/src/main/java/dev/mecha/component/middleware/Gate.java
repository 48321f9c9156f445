package dev.mecha.component.middleware;

/** What one rule guards. Thread-safe. */
interface Gate {

  /** Tells whether the rule is about a resource. */
  boolean concerns(String resource);

  /** Lets one request in, or does not. May wait. */
  boolean enter() throws InterruptedException;

  /** Takes back an entry: another gate did not open. */
  default void leave() {}

  /**
   * A request that was let in is over.
   *
   * @param millis how long it took
   */
  default void ended(long millis) {
    leave();
  }
}
