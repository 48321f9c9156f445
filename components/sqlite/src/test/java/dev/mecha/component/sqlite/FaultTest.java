package dev.mecha.component.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateStore;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.VirtualThreads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk is full, the file is locked, broken or not writable: a clear failure, and service when
 * that is over.
 */
@Timeout(60)
class FaultTest {

  @TempDir Path folder;

  @Test
  void lockedFileFailsWritesAfterTheBusyTimeoutAndServesReads() throws Exception {
    try (StateStore store = open(Map.of("busyTimeout", "50ms"))) {
      store.set(value("a", 1));
      try (var _ = new Rival(folder.resolve("shop.db"))) {
        assertThatExceptionOfType(ComponentException.class)
            .isThrownBy(() -> store.set(value("a", 2)))
            .withMessageContaining(folder.resolve("shop.db").toString())
            .withMessageContaining("SQLITE_BUSY");
        assertThat(store.get(GetRequest.of("a"))).isNotNull();
      }
      store.set(value("b", 1));
      assertThat(store.get(GetRequest.of("b"))).isNotNull();
    }
  }

  @Test
  void callerThatWaitsLongerThanItsTimeoutGivesUp() throws Exception {
    try (StateStore store = open(Map.of("busyTimeout", "30s", "timeout", "1s"))) {
      try (var _ = new Rival(folder.resolve("shop.db"))) {
        assertThatExceptionOfType(ComponentException.class)
            .isThrownBy(() -> store.set(value("a", 1)))
            .withMessage("sqlite: no answer within 1000ms");
      }
      store.set(value("b", 1));
      assertThat(store.get(GetRequest.of("a"))).isNull();
    }
  }

  @Test
  void fullDiskFailsWhatDoesNotFitAndNothingElse() throws Exception {
    var failed = new AtomicInteger();
    try (StateStore store = open(full())) {
      VirtualThreads.run(
          20,
          thread -> {
            try {
              store.set(value("k" + thread, thread == 7 ? 1_000_000 : 10));
            } catch (ComponentException e) {
              assertThat(thread).isEqualTo(7);
              assertThat(e).hasMessageContaining("SQLITE_FULL");
              failed.incrementAndGet();
            }
          });
      assertThat(failed).hasValue(1);
      for (int i = 0; i < 20; i++) {
        assertThat(store.get(GetRequest.of("k" + i)) == null).isEqualTo(i == 7);
      }
    }
  }

  @Test
  void fullDiskServesAgainWhenThereIsRoom() throws Exception {
    try (StateStore store = open(full())) {
      store.set(value("large", 100_000));
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> store.set(value("more", 100_000)));
      store.delete(DeleteRequest.of("large"));
      store.set(value("more", 100_000));
      assertThat(store.get(GetRequest.of("more"))).isNotNull();
    }
  }

  @Test
  void databaseInMemoryKeepsItsDataThroughAFailure() throws Exception {
    Map<String, String> metadata =
        Map.of("connectionString", ":memory:?_pragma=max_page_count(50)");
    try (StateStore store = open(metadata)) {
      store.set(value("a", 10));
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> store.set(value("b", 1_000_000)));
      assertThat(store.get(GetRequest.of("a"))).isNotNull();
      store.set(value("c", 10));
    }
  }

  @Test
  void fileThatIsNoDatabaseIsRefusedAndLeftAlone() throws Exception {
    Path file = Files.writeString(folder.resolve("shop.db"), "not a database ".repeat(100));
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> open(Map.of()))
        .withMessageContaining(file.toString())
        .withMessageContaining("SQLITE_NOTADB");
    assertThat(file).hasContent("not a database ".repeat(100));
    Files.delete(file);
    open(Map.of()).close();
  }

  @Test
  void folderThatCannotBeMadeIsNamed() throws Exception {
    Files.writeString(folder.resolve("file"), "");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> open(Map.of("connectionString", folder + "/file/shop.db")))
        .withMessageContaining(folder + "/file/shop.db")
        .withMessageContaining("SQLITE_CANTOPEN");
    Path home = folder.resolve("file/home");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(
            () -> new SqliteStateStore(ComponentContexts.of("state.sqlite", home).context()))
        .withMessageContaining(home.toString());
  }

  @Test
  void folderThatIsNotWritableIsNamed() throws Exception {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(closed), "this user may write anywhere");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> open(Map.of("connectionString", closed + "/shop.db")))
        .withMessageContaining(closed + "/shop.db");
  }

  @Test
  void readOnlyDatabaseServesReadsAndRefusesWrites() throws Exception {
    try (StateStore store = open(Map.of())) {
      store.set(value("a", 1));
    }
    byte[] before = Files.readAllBytes(folder.resolve("shop.db"));
    try (StateStore store = open(Map.of("connectionString", folder + "/shop.db?immutable=1"))) {
      assertThat(store.get(GetRequest.of("a"))).isNotNull();
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> store.set(value("b", 1)))
          .withMessageContaining("attempt to write a readonly database");
      assertThat(store.get(GetRequest.of("a"))).isNotNull();
    }
    assertThat(folder.resolve("shop.db")).hasBinaryContent(before);
  }

  @Test
  void tableThatSomebodyDroppedIsMadeAgain() throws Exception {
    try (StateStore store = open(Map.of())) {
      store.set(value("a", 1));
      sql("DROP TABLE state");
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> store.set(value("a", 1)))
          .withMessageContaining("no such table");
      await().ignoreExceptions().untilAsserted(() -> store.set(value("b", 1)));
      assertThat(store.get(GetRequest.of("b"))).isNotNull();
    }
  }

  @Test
  void rowThatCannotBeReadFailsItsReaderOnly() throws Exception {
    try (StateStore store = open(Map.of())) {
      store.set(value("a", 1));
      store.set(value("b", 1));
      sql("UPDATE state SET value = '???' WHERE key = 'a'");
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> store.get(GetRequest.of("a")))
          .withMessageContaining("a row cannot be read");
      assertThat(store.get(GetRequest.of("b"))).isNotNull();
    }
  }

  @Test
  void brokenLevelOfTheSchemaIsRefused() throws Exception {
    open(Map.of()).close();
    sql("UPDATE metadata SET value = 'x'");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> open(Map.of()))
        .withMessageContaining("invalid migration level found in metadata table: x");
  }

  private Map<String, String> full() {
    return Map.of("connectionString", folder + "/shop.db?_pragma=max_page_count(40)");
  }

  private StateStore open(Map<String, String> metadata) throws InterruptedException {
    return new SqliteStateStore(
        ComponentContexts.of("state.sqlite", folder).name("shop").metadata(metadata).context());
  }

  private void sql(String text) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("shop.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private static SetRequest value(String key, int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return SetRequest.of(key, bytes);
  }
}
