package dev.mecha.kernel.registry;

import dev.mecha.spi.Component;
import java.util.List;
import java.util.function.Function;

/**
 * A kind of component: what a building block runs on.
 *
 * @param category what {@code spec.type} starts with, such as {@code state}
 * @param noun what messages call it, such as {@code state store}
 * @param type the interface that its components implement
 * @param capabilities what the metadata API says that a component can do
 * @param <C> that interface
 */
public record ComponentKind<C extends Component>(
    String category, String noun, Class<C> type, Function<C, List<String>> capabilities) {

  /**
   * @param componentType {@code spec.type} as it is written
   * @return whether it is of this kind; the category is matched in lower case only, as the peer
   *     does
   */
  public boolean includes(String componentType) {
    return componentType.startsWith(category + ".");
  }

  /** Such as {@code state store}. */
  @Override
  public String toString() {
    return noun;
  }
}
