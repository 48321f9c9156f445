package dev.mecha.component.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.spi.lock.UnlockStatus;
import dev.mecha.tck.ComponentContexts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks in other places than a file of their own with a write-ahead log. */
class LockStoreVariantsTest {

  @TempDir Path home;

  private LockStore open(Map<String, String> metadata) throws InterruptedException {
    return new SqliteLockStore(
        ComponentContexts.of("lock.sqlite", home).name("locks").metadata(metadata).context());
  }

  private static void takeAndGiveBack(LockStore store) throws InterruptedException {
    assertThat(store.tryLock("a", "one", Duration.ofSeconds(60))).isTrue();
    assertThat(store.tryLock("a", "two", Duration.ofSeconds(60))).isFalse();
    assertThat(store.unlock("a", "one")).isEqualTo(UnlockStatus.SUCCESS);
  }

  @Test
  void memoryAndRollbackJournalsDoAsWell() throws InterruptedException {
    try (LockStore store = open(Map.of("connectionString", ":memory:"))) {
      takeAndGiveBack(store);
    }
    try (LockStore store = open(Map.of("disableWAL", "true"))) {
      takeAndGiveBack(store);
    }
    assertThat(home.resolve("locks.db")).exists();
  }

  @Test
  void locksMayShareTheFileOfAStateStore() throws InterruptedException {
    Path file = home.resolve("shared.db");
    var state =
        new SqliteStateStore(
            ComponentContexts.of("state.sqlite", home)
                .metadata(Map.of("connectionString", file.toString()))
                .context());
    try (state;
        LockStore store = open(Map.of("connectionString", file.toString(), "tableName", "l"))) {
      takeAndGiveBack(store);
    }
  }

  @Test
  void wrongFieldsAreRefused() {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> open(Map.of("tableName", "a b")))
        .withMessage("tableName: \"a b\" (expected: letters, digits and underscores)");
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> open(Map.of("timeout", "1ms")))
        .withMessage("timeout: \"1ms\" (expected: a duration of at least 1s)");
  }
}
