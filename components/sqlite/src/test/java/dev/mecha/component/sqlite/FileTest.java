package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.StateStore;
import dev.mecha.tck.StateStoreTck;
import java.util.Map;

/** The suite against a file at the default place. */
class FileTest extends StateStoreTck {

  @Override
  public ComponentProvider<StateStore> provider() {
    return new SqliteStateStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of();
  }
}
