package dev.mecha.pluggable.client;

import dev.mecha.spi.Component;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import io.grpc.ManagedChannel;
import java.util.List;
import java.util.function.Function;

/**
 * Makes the components that one process offers.
 *
 * @param kind the kind of component
 * @param type the one type
 * @param channels makes the way to a component of that process by its name
 * @param connect makes the component from the way to it
 */
record PluggableProvider<C extends Component>(
    Class<C> kind, String type, Function<String, ManagedChannel> channels, Connect<C> connect)
    implements ComponentProvider<C> {

  /** Connects a component. */
  @FunctionalInterface
  interface Connect<C> {
    /**
     * @param channel the way to it; closed with it, and if it cannot be made
     * @param context what it is told
     * @return the component
     * @throws InterruptedException if the calling thread is interrupted
     */
    C connect(ManagedChannel channel, ComponentContext context) throws InterruptedException;
  }

  @Override
  public List<String> types() {
    return List.of(type);
  }

  @Override
  public C create(ComponentContext context) throws InterruptedException {
    return connect.connect(channels.apply(context.name()), context);
  }
}
