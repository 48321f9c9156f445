package dev.mecha.component.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.component.support.sql.Database;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateStore;
import dev.mecha.tck.VirtualThreads;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanupTest {

  private PostgresServer server;
  private String database;

  @BeforeEach
  void createDatabase() {
    server = PostgresServer.shared();
    database = server.newDatabase();
  }

  private String rows() {
    return String.valueOf(server.ask(database, "SELECT count(*) FROM state"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void expiredRowsAreRemovedAfterTheInterval(String version) throws InterruptedException {
    try (StateStore store = Stores.open(database, version, "cleanupInterval", "300ms")) {
      Stores.put(store, "stays", "x");
      for (int i = 0; i < 5; i++) {
        store.set(SetRequest.of("gone" + i, new byte[0]).withMetadata(Map.of("ttlInSeconds", "1")));
      }
      assertThat(rows()).isEqualTo("6");
      await().atMost(Duration.ofSeconds(10)).until(() -> rows().equals("1"));
      assertThat(Stores.text(store, "stays")).isEqualTo("x");
    }
  }

  @Test
  void oneOfManyStoresDoesItPerInterval() throws Exception {
    Stores.open(database, "v2").close();
    var settings =
        new StateSettings(
            "state", "dapr_metadata", "", Duration.ofSeconds(20), Duration.ofHours(1));
    var turns = new AtomicInteger();
    try (Database other = database()) {
      var cleanup = new Cleanup(other, settings, new BinaryFormat(settings));
      VirtualThreads.run(
          6,
          thread -> {
            if (cleanup.removeExpired()) {
              turns.incrementAndGet();
            }
          });
      assertThat(turns).hasValue(1);

      server.execute(
          database,
          "UPDATE dapr_metadata SET value = (now() - interval '59 minutes 59 seconds')::text WHERE"
              + " key = 'last-cleanup-state-v2-'");
      assertThat(cleanup.removeExpired()).isFalse();
      server.execute(
          database,
          "UPDATE dapr_metadata SET value = (now() - interval '1 hour')::text WHERE key ="
              + " 'last-cleanup-state-v2-'");
      assertThat(cleanup.removeExpired()).isTrue();
      assertThat(cleanup.removeExpired()).isFalse();
    }
  }

  private Database database() {
    var metadata = ComponentMetadata.of(server.metadata(database));
    var settings = ConnectionSettings.of(metadata, Map.of());
    var properties = DriverProperties.of(metadata, settings, Duration.ofSeconds(5), "test");
    return new Database(
        "test",
        new Server(settings, properties),
        PoolFields.read(metadata, settings),
        Duration.ofSeconds(5));
  }
}
