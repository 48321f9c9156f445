package dev.mecha.component.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.nameresolution.NameResolver;
import dev.mecha.spi.nameresolution.ResolveRequest;
import dev.mecha.spi.nameresolution.ServiceInstance;
import dev.mecha.spi.nameresolution.ServiceNotFoundException;
import dev.mecha.spi.time.Time;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.TckClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sidecars that die, and a file that the peer shares or spoils. */
@Timeout(60)
class HostLifeTest {

  /** The quickest that the rules allow. */
  static final Map<String, String> QUICK =
      Map.of("updateInterval", "2s", "timeout", "1s", "cleanupInterval", "1s");

  private static final ResolveRequest ORDERS = new ResolveRequest("orders", "", 50002);

  @TempDir Path home;

  static NameResolver resolver(Path home, Map<String, String> metadata)
      throws InterruptedException {
    return resolver(home, metadata, Time.system());
  }

  private static NameResolver resolver(Path home, Map<String, String> metadata, Time clock)
      throws InterruptedException {
    return new SqliteNameResolver(
        ComponentContexts.of("nameresolution.sqlite", home)
            .metadata(metadata)
            .clock(clock)
            .context());
  }

  static ServiceInstance instance(int port) {
    return new ServiceInstance("orders", "shop", "10.0.0.7", 3500, 8080, port);
  }

  private Connection file() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + home.resolve("name-resolution.db"));
  }

  private List<String> rows(String query) throws SQLException {
    try (Connection connection = file();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      var texts = new ArrayList<String>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  private void execute(String change) throws SQLException {
    try (Connection connection = file();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 5000");
      statement.execute(change);
    }
  }

  @Test
  void silentHostIsDeadAfterTheInterval() throws Exception {
    var clock = new TckClock();
    try (NameResolver own = resolver(home, Map.of("updateInterval", "1h"), new TckClock());
        NameResolver other = resolver(home, Map.of("updateInterval", "1h"), clock)) {
      own.register(instance(50002));
      clock.advance(Duration.ofMinutes(59));
      assertThat(other.resolve(ORDERS)).containsExactly("10.0.0.7:50002");
      clock.advance(Duration.ofMinutes(2));
      assertThatExceptionOfType(ServiceNotFoundException.class)
          .isThrownBy(() -> other.resolve(ORDERS))
          .withMessage("no host found with the given ID");
    }
  }

  @Test
  void killedProcessIsForgottenAndItsNeighbourIsNot() throws Exception {
    Process killed = NameChild.start(home, 50002);
    Process left = NameChild.start(home, 50003);
    try (NameResolver other = resolver(home, QUICK)) {
      for (Process child : List.of(killed, left)) {
        assertThat(child.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("registered");
      }
      assertThat(other.resolve(ORDERS)).hasSize(2);
      killed.destroyForcibly().waitFor();
      await()
          .untilAsserted(() -> assertThat(other.resolve(ORDERS)).containsExactly("10.0.0.7:50003"));
    } finally {
      killed.destroyForcibly();
      left.destroyForcibly();
    }
  }

  @Test
  void hostLivesOnByItsHeartbeat() throws Exception {
    try (NameResolver own = resolver(home, QUICK);
        NameResolver other = resolver(home, QUICK)) {
      own.register(instance(50002));
      long registered = System.nanoTime();
      await()
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                assertThat(other.resolve(ORDERS)).isNotEmpty();
                return System.nanoTime() - registered > Duration.ofSeconds(4).toNanos();
              });
    }
  }

  @Test
  void registrationThatSomebodyRemovedComesBack() throws Exception {
    try (NameResolver own = resolver(home, QUICK)) {
      own.register(instance(50002));
      execute("DELETE FROM hosts");
      await()
          .ignoreException(ServiceNotFoundException.class)
          .until(() -> own.resolve(ORDERS).equals(List.of("10.0.0.7:50002")));
    }
  }

  @Test
  void deadAreRemovedFromTheFile() throws Exception {
    try (NameResolver own = resolver(home, QUICK)) {
      execute("INSERT INTO hosts VALUES ('old', '10.0.0.9:50002', 'orders', '', 1)");
      own.register(instance(50002));
      await()
          .untilAsserted(
              () ->
                  assertThat(rows("SELECT address FROM hosts")).containsExactly("10.0.0.7:50002"));
    }
  }

  @Test
  void newSidecarTakesTheAddressOfADeadOneOver() throws Exception {
    try (NameResolver own = resolver(home, Map.of())) {
      execute("INSERT INTO hosts VALUES ('old', '10.0.0.7:50002', 'payments', '', 1)");
      own.register(instance(50002));
      assertThat(rows("SELECT app_id FROM hosts")).containsExactly("orders");
    }
  }

  @Test
  void layoutIsThePeers() throws Exception {
    try (NameResolver own = resolver(home, Map.of())) {
      own.register(instance(50002));
      assertThat(rows("SELECT name || ' ' || type || ' ' || pk FROM pragma_table_info('hosts')"))
          .containsExactly(
              "registration_id TEXT 1",
              "address TEXT 0",
              "app_id TEXT 0",
              "namespace TEXT 0",
              "last_update INTEGER 0");
      assertThat(rows("SELECT key || '=' || value FROM metadata"))
          .containsExactly("nr-migrations=1");
      assertThat(rows("SELECT namespace FROM hosts")).containsExactly("");
    }
  }

  @Test
  void fileThatIsNoDatabaseIsNamed() throws Exception {
    Path file = Files.writeString(home.resolve("name-resolution.db"), "not a database".repeat(99));
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> resolver(home, Map.of()))
        .withMessageContaining(file.toString());
  }

  @Test
  void intervalMustLeaveRoomForTheTimeout() {
    for (String wrong : List.of("1s", "2500ms")) {
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> resolver(home, Map.of("updateInterval", wrong)))
          .withMessage(
              "updateInterval: \"%s\" (expected: whole seconds, at least 1s more than the timeout"
                  + " of 1000ms)",
              wrong);
    }
  }
}
