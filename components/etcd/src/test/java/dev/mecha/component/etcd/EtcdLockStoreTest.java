package dev.mecha.component.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.LockStoreTck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtcdLockStoreTest extends LockStoreTck {

  private static EtcdServer server;

  @BeforeAll
  static void startServer(@TempDir Path folder) {
    server = EtcdServer.start(folder);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  public ComponentProvider<LockStore> provider() {
    return new EtcdLockStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("endpoints", "127.0.0.1:1," + server.address(), "keyPrefixPath", "locks");
  }

  /** Locks expire with leases. */
  @Override
  public boolean honoursClock() {
    return false;
  }

  /** The least time of a lease, and what a server takes to notice that one is over. */
  @Override
  public Duration slack() {
    return Duration.ofSeconds(4);
  }

  private static LockStore create(String... fields) throws InterruptedException {
    var metadata = new HashMap<String, String>();
    for (int i = 0; i < fields.length; i += 2) {
      metadata.put(fields[i], fields[i + 1]);
    }
    return new EtcdLockStore.Provider()
        .create(ComponentContexts.of("lock.etcd", Path.of("unused")).metadata(metadata).context());
  }

  @Test
  void wrongFieldsAreRefused() {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(EtcdLockStoreTest::create)
        .withMessage("endpoints: missing (expected: a value)");
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> create("endpoints", "https://a:1"))
        .withMessageStartingWith("endpoints: \"https://a:1\" (expected: host:port");
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> create("endpoints", "a:1", "timeout", "1ms"))
        .withMessageContaining("at least 1s");
  }

  @Test
  void serversThatAreNotThereAreNamedAndNoPasswordIs() {
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> create("endpoints", "127.0.0.1:1", "username", "u", "password", "s3cret"))
        .withMessageStartingWith("etcd at 127.0.0.1:1: cannot connect")
        .withMessageNotContaining("s3cret");
    // This server asks nobody to sign in, and says so.
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(
            () -> create("endpoints", server.address(), "username", "u", "password", "s3cret"))
        .withMessageContaining("refused")
        .withMessageNotContaining("s3cret");
  }

  @Test
  void anotherPrefixHasOtherLocks() throws InterruptedException {
    take(resource("a"), "one");
    try (LockStore other = create("endpoints", server.address(), "keyPrefixPath", "elsewhere/")) {
      assertThat(other.tryLock(resource("a"), "two", Duration.ofSeconds(30))).isTrue();
    }
  }
}
