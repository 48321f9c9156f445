package dev.mecha.component.postgresql;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.StateStore;
import dev.mecha.tck.StateStoreTck;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;

class PostgresV1StateStoreTest extends StateStoreTck {

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
  public boolean honoursClock() {
    return false;
  }

  @Override
  public boolean preservesJsonText() {
    return false;
  }

  @Override
  public String otherEtag() {
    return "1";
  }

  @Override
  public @Nullable String invalidEtag() {
    return "7b104dbd-1ae2-4772-bfa0-e29c7b89bc9b";
  }

  @Override
  public AutoCloseable block() throws SQLException {
    Connection other = PostgresServer.shared().connect(database);
    other.setAutoCommit(false);
    other.createStatement().execute("LOCK TABLE state IN ACCESS EXCLUSIVE MODE");
    return other;
  }
}
