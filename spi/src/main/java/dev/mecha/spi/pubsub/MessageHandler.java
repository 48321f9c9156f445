package dev.mecha.spi.pubsub;

/** Takes the messages of a subscription, one by one. */
@FunctionalInterface
public interface MessageHandler {

  /**
   * Processes a message. The component calls it from virtual threads of its own, for as many
   * messages at once as its metadata allows. When it returns the message is done with, and the
   * component acknowledges it; when it throws, whatever it throws, the component delivers the
   * message again, after a pause of its own choice.
   *
   * @param message to process
   * @throws InterruptedException if the thread is interrupted; the message is not done with
   * @throws Exception if the message is not done with
   */
  void handle(Message message) throws Exception;
}
