package dev.mecha.block.binding;

import dev.mecha.kernel.trace.ActiveSpan;
import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.spi.binding.DeliveryException;
import dev.mecha.spi.binding.InputEvent;

/** The application as the receiver of events. */
interface BindingApp {

  /**
   * Asks which bindings it wants events of. For one round of starting bindings.
   *
   * @return what knows
   */
  Wanted wanted();

  /**
   * Takes an event to it, under the policies of the binding.
   *
   * @param binding whose event it is
   * @param event what happened
   * @param trace where this is in the trace, to be passed on
   * @param span to be told what is called and how that ends; the caller ends it
   * @return what the application answered
   * @throws DeliveryException if it did not take the event
   * @throws InterruptedException if the caller was interrupted
   */
  AppAnswer deliver(BoundBinding binding, InputEvent event, TraceContext trace, ActiveSpan span)
      throws DeliveryException, InterruptedException;

  /** Knows whether the application wants the events of a binding. */
  @FunctionalInterface
  interface Wanted {
    /**
     * @throws DeliveryException if the application cannot be asked
     * @throws InterruptedException if the caller was interrupted
     */
    boolean wants(BoundBinding binding) throws DeliveryException, InterruptedException;
  }
}
