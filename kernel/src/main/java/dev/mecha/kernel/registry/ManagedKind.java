package dev.mecha.kernel.registry;

import dev.mecha.spi.Component;
import java.util.List;

/**
 * A kind of component that the runtime serves.
 *
 * @param kind the kind
 * @param registry where its components are put
 * @param decorators what is put around them, from the inside out
 * @param <C> the interface of its components
 */
public record ManagedKind<C extends Component>(
    ComponentKind<C> kind, Registry<C> registry, List<Decorator<C>> decorators) {

  /**
   * @param kind the kind
   * @param registry where its components are put
   * @param decorators what is put around them, from the inside out
   */
  public ManagedKind {
    decorators = List.copyOf(decorators);
  }
}
