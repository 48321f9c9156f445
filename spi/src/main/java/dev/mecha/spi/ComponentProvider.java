package dev.mecha.spi;

import java.util.List;
import java.util.Set;

/**
 * Makes the components of one type, such as {@code state.redis}. Found through {@link
 * java.util.ServiceLoader}: an implementation has a public constructor without parameters that does
 * nothing, and an entry in {@code META-INF/services/dev.mecha.spi.ComponentProvider}.
 *
 * @param <C> the kind of component: the interface of the building block, such as {@link
 *     dev.mecha.spi.state.StateStore}
 */
public interface ComponentProvider<C extends Component> {

  /**
   * The kind of component that {@link #create} makes.
   *
   * @return the building block's interface, not the implementation
   */
  Class<C> kind();

  /**
   * The values of {@code spec.type} that this provider answers to, in lower case.
   *
   * @return the type and its aliases, the type first; never empty
   */
  List<String> types();

  /**
   * The values of {@code spec.version} that it answers to. {@code v1} also stands for {@code v0}
   * and for none.
   *
   * @return the versions in lower case; {@code v1} alone by default
   */
  default Set<String> versions() {
    return Set.of("v1");
  }

  /**
   * Connects a component.
   *
   * @param context its name, its metadata and what it may use of the runtime
   * @return the component, ready for use
   * @throws InvalidMetadataException if a metadata field is missing or wrong
   * @throws ComponentException if the engine cannot be reached
   * @throws InterruptedException if {@code initTimeout} ends first
   */
  C create(ComponentContext context) throws InterruptedException;
}
