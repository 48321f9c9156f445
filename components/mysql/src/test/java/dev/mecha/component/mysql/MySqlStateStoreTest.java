package dev.mecha.component.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.StateStore;
import dev.mecha.tck.StateStoreTck;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MySqlStateStoreTest extends StateStoreTck {

  private static String schema = "";

  @BeforeAll
  static void nameSchema() {
    schema = MariaServer.shared().newSchema();
  }

  @Override
  public ComponentProvider<StateStore> provider() {
    return new MySqlStateStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("connectionString", MariaServer.shared().name("", ""), "schemaName", schema);
  }

  @Override
  public boolean honoursClock() {
    return false;
  }

  @Override
  public boolean accepts(String key) {
    return key.length() <= 255;
  }

  @Override
  public AutoCloseable block() throws SQLException {
    Connection other = MariaServer.shared().connect();
    other.createStatement().execute("LOCK TABLES " + schema + ".state WRITE");
    return other;
  }

  @Test
  void keysThatDifferInCaseOrBlanksAreDifferent() throws Exception {
    write(key("a"), "1");
    write(key("A"), "2");
    write(key("a "), "3");
    assertThat(text(key("a"))).isEqualTo("1");
    assertThat(text(key("A"))).isEqualTo("2");
    assertThat(text(key("a "))).isEqualTo("3");
  }
}
