package dev.mecha.component.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.TimeToLive;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.TckClock;
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

@Timeout(30)
class CleanupTest {

  @TempDir Path folder;

  private final TckClock clock = new TckClock();

  @Test
  void expiredValuesLeaveTheFile() throws Exception {
    try (StateStore store = open("100ms")) {
      store.set(lasting("short", "10"));
      store.set(lasting("long", "1000"));
      store.set(SetRequest.of("stays", new byte[0]));
      clock.advance(Duration.ofSeconds(20));
      await().until(() -> keys().equals(List.of("long", "stays")));
    }
  }

  @Test
  void twoStoresShareTheWork() throws Exception {
    try (StateStore one = open("1h");
        StateStore two = open("1h")) {
      one.set(lasting("short", "10"));
      clock.advance(Duration.ofSeconds(20));
      try (var session = new Database(settings("1h"), folder, clock).openWriter()) {
        assertThat(session.cleanUp(Duration.ofHours(1))).isEqualTo(1);
        two.set(lasting("short", "10"));
        clock.advance(Duration.ofMinutes(59));
        assertThat(session.cleanUp(Duration.ofHours(1))).isZero();
        clock.advance(Duration.ofMinutes(2));
        assertThat(session.cleanUp(Duration.ofHours(1))).isEqualTo(1);
      }
    }
  }

  @Test
  void withoutAnIntervalNothingIsRemoved() throws Exception {
    try (StateStore store = open("0")) {
      store.set(lasting("short", "10"));
      clock.advance(Duration.ofSeconds(20));
      store.set(SetRequest.of("stays", new byte[0]));
      assertThat(keys()).containsExactly("short", "stays");
    }
  }

  private StateStore open(String interval) throws InterruptedException {
    return new SqliteStateStore(context(interval).context());
  }

  private SqliteSettings settings(String interval) {
    return SqliteSettings.of(context(interval).context());
  }

  private ComponentContexts context(String interval) {
    return ComponentContexts.of("state.sqlite", folder)
        .name("shop")
        .metadata(Map.of("cleanupInterval", interval))
        .clock(clock);
  }

  private List<String> keys() throws SQLException {
    var keys = new ArrayList<String>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("shop.db"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT key FROM state ORDER BY key")) {
      while (rows.next()) {
        keys.add(rows.getString(1));
      }
    }
    return keys;
  }

  private static SetRequest lasting(String key, String ttl) {
    return SetRequest.of(key, new byte[0]).withMetadata(Map.of(TimeToLive.IN_SECONDS, ttl));
  }
}
