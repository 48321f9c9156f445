package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.StateStore;
import dev.mecha.tck.StateStoreTck;
import java.util.Map;

/** The suite against a database in memory. */
class MemoryTest extends StateStoreTck {

  @Override
  public ComponentProvider<StateStore> provider() {
    return new SqliteStateStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("connectionString", ":memory:");
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
