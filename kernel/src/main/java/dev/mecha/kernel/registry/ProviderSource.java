package dev.mecha.kernel.registry;

import dev.mecha.spi.ComponentProvider;
import java.util.List;

/** A place where component providers are found. Thread-safe. */
public interface ProviderSource extends AutoCloseable {

  /**
   * The providers that may serve a type. Loads what it has to, and nothing else.
   *
   * @param type a component type in lower case, such as {@code state.redis}
   * @return providers; empty if there is none here
   */
  List<ComponentProvider<?>> providers(String type);

  /** Frees what was loaded. Components made by its providers are closed before. */
  @Override
  default void close() {}
}
