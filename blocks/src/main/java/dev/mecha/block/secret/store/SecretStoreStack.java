package dev.mecha.block.secret.store;

import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.spi.secret.SecretStore;

/**
 * What surrounds a secret store, in order, built once when the component is registered. References
 * in other components go through it too.
 */
public final class SecretStoreStack {

  private SecretStoreStack() {}

  /**
   * Surrounds a store.
   *
   * @param store the component
   * @param offload calls a store that may hold its thread
   * @param guard the policies of calls to the store; {@link Guard#NONE} costs nothing
   * @return the store as the runtime sees it
   */
  public static SecretStore build(SecretStore store, Offload offload, Guard guard) {
    // From the engine outwards. First of all it must not hold up the network.
    SecretStore stack =
        store.neverHoldsCarrier() ? store : new OffloadedSecretStore(store, offload);
    return guard.equals(Guard.NONE) ? stack : new GuardedSecretStore(stack, guard);
  }
}
