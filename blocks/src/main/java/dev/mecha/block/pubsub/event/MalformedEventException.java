package dev.mecha.block.pubsub.event;

/** What should be an event is none. */
public final class MalformedEventException extends Exception {

  private static final long serialVersionUID = 1;

  /**
   * @param message what is wrong with it
   */
  public MalformedEventException(String message) {
    super(message);
  }
}
