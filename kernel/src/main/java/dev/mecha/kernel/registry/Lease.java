package dev.mecha.kernel.registry;

import dev.mecha.spi.Component;

/**
 * The right to call a component. While a lease is held, the component is not closed by a reload.
 * Hold it for one request, in a {@code try} block; close it once.
 *
 * @param <C> the kind of component
 */
public interface Lease<C extends Component> extends AutoCloseable {

  /**
   * @return the component with all its decorators
   */
  C component();

  /** Ends the right. */
  @Override
  void close();
}
