package dev.mecha.kernel.registry;

import dev.mecha.kernel.resource.ComponentResource;
import dev.mecha.kernel.resource.ResolvedMetadata;
import dev.mecha.spi.Component;

/**
 * Puts a concern around a component when it is registered: resiliency, encryption, key prefixes,
 * metrics. The composition root lists the decorators of a kind from the inside out.
 *
 * @param <C> the kind of component
 */
@FunctionalInterface
public interface Decorator<C extends Component> {

  /**
   * @param component what to wrap; closing the wrapper closes it
   * @param resource what the component was made of
   * @param metadata the fields of the component, among them those that the runtime handles
   * @return the component with the concern around it, or the component itself if the concern does
   *     not apply
   * @throws dev.mecha.spi.ComponentException if the metadata is wrong; the component is then closed
   */
  C decorate(C component, ComponentResource resource, ResolvedMetadata metadata);
}
