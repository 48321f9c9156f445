package dev.mecha.kernel.registry;

import dev.mecha.spi.Component;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import java.util.List;
import java.util.Set;

/**
 * A provider that does as the test says.
 *
 * @param <C> the kind of component
 */
record FakeProvider<C extends Component>(
    Class<C> kind, List<String> types, Set<String> versions, Maker<C> maker)
    implements ComponentProvider<C> {

  /** Makes the component. */
  @FunctionalInterface
  interface Maker<C> {
    C make(ComponentContext context) throws InterruptedException;
  }

  static <C extends Component> FakeProvider<C> of(Class<C> kind, String type, Maker<C> maker) {
    return new FakeProvider<>(kind, List.of(type), Set.of("v1"), maker);
  }

  @Override
  public C create(ComponentContext context) throws InterruptedException {
    return maker.make(context);
  }
}
