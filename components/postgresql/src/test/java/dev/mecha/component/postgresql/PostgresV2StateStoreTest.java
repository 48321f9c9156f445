package dev.mecha.component.postgresql;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.StateStore;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.StateStoreTck;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

class PostgresV2StateStoreTest extends StateStoreTck {

  private static String database = "";

  @BeforeAll
  static void createDatabase() {
    database = PostgresServer.shared().newDatabase();
  }

  @Override
  public ComponentProvider<StateStore> provider() {
    return new PostgresStateStore.Provider(Map.of());
  }

  @Override
  protected Map<String, String> metadata() {
    return PostgresServer.shared().metadata(database);
  }

  @Override
  protected ComponentContext context() {
    return ComponentContexts.of("state.postgresql", folder.resolve("home"))
        .name("statestore")
        .version("v2")
        .metadata(metadata())
        .context();
  }

  @Override
  public boolean honoursClock() {
    return false;
  }

  @Override
  public AutoCloseable block() throws SQLException {
    Connection other = PostgresServer.shared().connect(database);
    other.setAutoCommit(false);
    other.createStatement().execute("LOCK TABLE state IN ACCESS EXCLUSIVE MODE");
    return other;
  }
}
