package dev.mecha.component.inmemory;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.tck.LockStoreTck;
import java.util.Map;

class InMemoryLockStoreTest extends LockStoreTck {

  @Override
  public ComponentProvider<LockStore> provider() {
    return new InMemoryLockStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  public boolean shared() {
    return false;
  }
}
