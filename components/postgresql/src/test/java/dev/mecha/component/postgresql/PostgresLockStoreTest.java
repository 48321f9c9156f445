package dev.mecha.component.postgresql;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.tck.LockStoreTck;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

class PostgresLockStoreTest extends LockStoreTck {

  private static String database = "";

  @BeforeAll
  static void createDatabase() {
    database = PostgresServer.shared().newDatabase();
  }

  @Override
  public ComponentProvider<LockStore> provider() {
    return new PostgresLockStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return PostgresServer.shared().metadata(database);
  }

  /** Locks expire by the server's clock. */
  @Override
  public boolean honoursClock() {
    return false;
  }
}
