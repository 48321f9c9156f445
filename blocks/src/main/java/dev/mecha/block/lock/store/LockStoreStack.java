package dev.mecha.block.lock.store;

import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.spi.lock.LockStore;

/** What surrounds a lock store, in order, built once when the component is registered. */
public final class LockStoreStack {

  private LockStoreStack() {}

  /**
   * Surrounds a store.
   *
   * @param store the component
   * @param prefix how the application's locks are kept apart
   * @param offload calls a store that may hold its thread
   * @param guard the policies of calls to the store; {@link Guard#NONE} costs nothing
   * @return the store as the runtime sees it
   */
  public static LockStore build(LockStore store, LockPrefix prefix, Offload offload, Guard guard) {
    // From the engine outwards. First of all it must not hold up the network.
    LockStore stack = store.neverHoldsCarrier() ? store : new OffloadedLockStore(store, offload);
    if (!guard.equals(Guard.NONE)) {
      stack = new GuardedLockStore(stack, guard);
    }
    // A resource that is refused is no failure of the store: it is outside the policies.
    return new PrefixedLockStore(stack, prefix);
  }
}
