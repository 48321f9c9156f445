package dev.mecha.block.configuration.store;

import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.spi.configuration.ConfigurationStore;

/** What surrounds a configuration store, in order, built once when the component is registered. */
public final class ConfigurationStoreStack {

  private ConfigurationStoreStack() {}

  /**
   * Surrounds a store.
   *
   * @param store the component
   * @param offload calls a store that may hold its thread
   * @param guard the policies of calls to the store; {@link Guard#NONE} costs nothing
   * @return the store as the runtime sees it
   */
  public static ConfigurationStore build(ConfigurationStore store, Offload offload, Guard guard) {
    // From the engine outwards. First of all it must not hold up the network.
    ConfigurationStore stack =
        store.neverHoldsCarrier() ? store : new OffloadedConfigurationStore(store, offload);
    return guard.equals(Guard.NONE) ? stack : new GuardedConfigurationStore(stack, guard);
  }
}
