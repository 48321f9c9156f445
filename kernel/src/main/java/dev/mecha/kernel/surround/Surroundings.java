package dev.mecha.kernel.surround;

import dev.mecha.kernel.channel.AppCallbacks;
import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.channel.PeerChannel;
import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.registry.ComponentKind;
import dev.mecha.spi.Component;
import java.util.List;

/**
 * What is put around the components and ways of a sidecar beyond what every sidecar puts there. It
 * is asked when things are put together, so that {@link #NONE} leaves nothing behind on their way.
 * Whatever is returned may be the thing itself.
 */
public interface Surroundings {

  /** Nothing at all. */
  Surroundings NONE = new Surroundings() {};

  /**
   * Around a component, inside everything else: what every try of a retried call meets.
   *
   * @param kind of the component
   * @param component as its provider made it
   * @param name of the component
   * @param <C> the kind's interface
   * @return what is used in its place; closing it closes the component
   */
  default <C extends Component> C inside(ComponentKind<C> kind, C component, String name) {
    return component;
  }

  /**
   * Around a component, outside everything else: calls as the application makes them.
   *
   * @param kind of the component
   * @param component with all that the runtime puts around it
   * @param name of the component
   * @param <C> the kind's interface
   * @return what is used in its place; closing it closes the component
   */
  default <C extends Component> C outside(ComponentKind<C> kind, C component, String name) {
    return component;
  }

  /**
   * @param channel to the application
   * @return what is used in its place
   */
  default AppChannel app(AppChannel channel) {
    return channel;
  }

  /**
   * @param callbacks of an application that speaks gRPC
   * @return what is used in its place
   */
  default AppCallbacks app(AppCallbacks callbacks) {
    return callbacks;
  }

  /**
   * @param channel to other sidecars
   * @return what is used in its place
   */
  default PeerChannel peers(PeerChannel channel) {
    return channel;
  }

  /**
   * @return what requests pass before everything else, in order
   */
  default List<Filter> filters() {
    return List.of();
  }

  /**
   * @return APIs beside those of every sidecar
   */
  default List<BuildingBlock> blocks() {
    return List.of();
  }
}
