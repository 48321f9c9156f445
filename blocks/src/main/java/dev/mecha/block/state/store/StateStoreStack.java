package dev.mecha.block.state.store;

import dev.mecha.kernel.registry.Offload;
import dev.mecha.spi.state.StateStore;
import java.util.List;

/** What surrounds a state store, in order, built once when the component is registered. */
public final class StateStoreStack {

  private StateStoreStack() {}

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
   * @return the store as the state API sees it
   */
  public static StateStore build(
      String name,
      StateStore store,
      KeyPrefix prefix,
      List<EncryptionKey> keys,
      StateCallRecorder recorder,
      Offload offload) {
    // From the engine outwards. First of all it must not hold up the network.
    StateStore stack = store.neverHoldsCarrier() ? store : new OffloadedStateStore(store, offload);
    // Measured next to the engine: the figures are the engine's, not those of what surrounds it.
    stack = new MeasuredStateStore(stack, name, recorder);
    if (!keys.isEmpty()) {
      stack = new EncryptedStateStore(stack, new StateCipher(name, keys));
    }
    // Outermost, so that an illegal key is refused before anything is done with it.
    return new PrefixedStateStore(stack, prefix);
  }
}
