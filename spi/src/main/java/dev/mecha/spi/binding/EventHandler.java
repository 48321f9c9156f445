package dev.mecha.spi.binding;

/** Takes the events of an input binding to the application. */
@FunctionalInterface
public interface EventHandler {

  /**
   * Hands an event over and waits until the application is done with it.
   *
   * @param event what happened
   * @return what the application answered, for services that want to know; may be empty
   * @throws DeliveryException if the application has not taken the event
   * @throws InterruptedException if the calling thread is interrupted; the event is not taken then
   */
  byte[] handle(InputEvent event) throws DeliveryException, InterruptedException;
}
