package dev.mecha.spi.binding;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does what an application asks of a service outside. */
public interface OutputBinding extends Binding {

  /**
   * What it can be asked to do; nothing else is ever asked.
   *
   * @return the names of the operations, such as {@code create}; constant, never empty
   */
  List<String> operations();

  /**
   * Does it. Blocks until the service has answered; answers an interrupt by giving up. Whether it
   * may be done twice is for whoever configures retries to know: the runtime repeats a request that
   * failed only if a policy says so, and a request that failed may have been done.
   *
   * @param request what to do
   * @return what the service answered, or null if that is nothing at all
   * @throws BindingException if it failed, and the service said something about it
   * @throws dev.mecha.spi.ComponentException if it failed
   * @throws InterruptedException if the calling thread is interrupted
   */
  @Nullable BindingResponse invoke(BindingRequest request) throws InterruptedException;
}
