package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.tck.LockStoreTck;
import java.util.Map;

/** The suite against a file at the default place. */
class SqliteLockStoreTest extends LockStoreTck {

  @Override
  public ComponentProvider<LockStore> provider() {
    return new SqliteLockStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("busyTimeout", "10s");
  }
}
