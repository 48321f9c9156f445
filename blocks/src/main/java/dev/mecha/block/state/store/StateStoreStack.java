package dev.mecha.block.state.store;

import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.spi.state.StateStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What surrounds a state store, in order, built once when the component is registered. */
public final class StateStoreStack {

  private StateStoreStack() {}

  /**
   * Surrounds a store that is called without policies.
   *
   * @param name the component's name
   * @param store the component
   * @param prefix what keeps the application's keys apart
   * @param keys the primary key and those that can still read; empty for values that are not
   *     encrypted
   * @param recorder is told of every call
   * @param offload calls a store that may hold its thread
   * @return the store as the state API sees it
   */
  public static StateStore build(
      String name,
      StateStore store,
      KeyPrefix prefix,
      List<EncryptionKey> keys,
      StateCallRecorder recorder,
      Offload offload) {
    return build(name, store, prefix, keys, recorder, offload, Guard.NONE);
  }

  /**
   * Surrounds a store.
   *
   * @param name the component's name
   * @param store the component
   * @param prefix what keeps the application's keys apart
   * @param keys the primary key and those that can still read; empty for values that are not
   *     encrypted
   * @param recorder is told of every call
   * @param offload calls a store that may hold its thread
   * @param guard the policies of calls to the store; {@link Guard#NONE} costs nothing
   * @return the store as the state API sees it
   */
  public static StateStore build(
      String name,
      StateStore store,
      KeyPrefix prefix,
      List<EncryptionKey> keys,
      StateCallRecorder recorder,
      Offload offload,
      Guard guard) {
    return build(name, store, prefix, keys, recorder, offload, guard, null);
  }

  /**
   * Surrounds a store whose transactions somebody adds to.
   *
   * @param name the component's name
   * @param store the component
   * @param prefix what keeps the application's keys apart
   * @param keys the primary key and those that can still read; empty for values that are not
   *     encrypted
   * @param recorder is told of every call
   * @param offload calls a store that may hold its thread
   * @param guard the policies of calls to the store; {@link Guard#NONE} costs nothing
   * @param hook adds to transactions, or null
   * @return the store as the state API sees it
   */
  public static StateStore build(
      String name,
      StateStore store,
      KeyPrefix prefix,
      List<EncryptionKey> keys,
      StateCallRecorder recorder,
      Offload offload,
      Guard guard,
      @Nullable TransactionHook hook) {
    // From the engine outwards. First of all it must not hold up the network.
    StateStore stack = store.neverHoldsCarrier() ? store : new OffloadedStateStore(store, offload);
    if (!guard.equals(Guard.NONE)) {
      stack = new GuardedStateStore(stack, guard);
    }
    // Measured around the retries, as in the peer: what is asked once counts once. What is done to
    // keys and values is not the engine's, and not measured.
    stack = new MeasuredStateStore(stack, name, recorder);
    if (!keys.isEmpty()) {
      stack = new EncryptedStateStore(stack, new StateCipher(name, keys));
    }
    if (hook != null) {
      // What is published is not encrypted, and what is added has no prefix.
      stack = new HookedStateStore(stack, hook);
    }
    // Outermost, so that an illegal key is refused before anything is done with it.
    return new PrefixedStateStore(stack, prefix);
  }
}
