package dev.mecha.tck;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.StateStore;
import java.util.Map;

/** A store that keeps the contract passes the whole suite. */
class ReferenceStoreTest extends StateStoreTck {

  @Override
  public ComponentProvider<StateStore> provider() {
    return new ReferenceStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public boolean durable() {
    return false;
  }
}
