package dev.mecha.block.state;

import dev.mecha.spi.state.StateStore;
import org.jspecify.annotations.Nullable;

/** The state stores that are registered at the moment, each with everything that surrounds it. */
public interface StateStores {

  /**
   * @param name of the component
   * @return the store, or null if there is none of that name
   */
  @Nullable StateStore find(String name);

  /**
   * @return whether there is no store at all
   */
  boolean isEmpty();
}
