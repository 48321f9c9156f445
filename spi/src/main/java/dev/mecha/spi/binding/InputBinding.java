package dev.mecha.spi.binding;

/** Brings what happens at a service outside to the application. */
public interface InputBinding extends Binding {

  /**
   * Begins to read. Returns when the service has agreed to send; what it sends is handed over on
   * threads of the component's. The runtime reads once at a time: it closes one reading before it
   * begins the next.
   *
   * <p>An event counts as done when the handler returns. If the handler fails, the component lets
   * the service send the event again, if the service can; it never counts as done.
   *
   * @param handler takes events; may be called by many threads at once
   * @return what ends the reading
   * @throws dev.mecha.spi.ComponentException if the service refuses
   * @throws InterruptedException if the calling thread is interrupted
   */
  Reading read(EventHandler handler) throws InterruptedException;
}
