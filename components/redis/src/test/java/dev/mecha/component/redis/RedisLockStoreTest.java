package dev.mecha.component.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.spi.lock.UnlockStatus;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.LockStoreTck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisLockStoreTest extends LockStoreTck {

  private static RedisServer server;

  @BeforeAll
  static void startServer(@TempDir Path folder) {
    server = RedisServer.start(folder);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  public ComponentProvider<LockStore> provider() {
    return new RedisLockStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("redisHost", server.address());
  }

  /** Locks expire by the server's clock. */
  @Override
  public boolean honoursClock() {
    return false;
  }

  @Test
  void aLockIsWhatThePeerMakesOfIt() throws InterruptedException {
    String resource = resource("a");
    assertThat(store().tryLock(resource, "one", Duration.ofSeconds(60))).isTrue();
    assertThat(server.ask("GET", resource)).isEqualTo("$3\r\none\r\n");
    assertThat(server.ask("TTL", resource)).matches(":(60|59)\r\n");
    server.ask("SET", resource("b"), "peer", "EX", "60", "NX");
    assertThat(store().tryLock(resource("b"), "one", Duration.ofSeconds(60))).isFalse();
    assertThat(store().unlock(resource("b"), "peer")).isEqualTo(UnlockStatus.SUCCESS);
  }

  @Test
  void clustersAndReplicasAreRefused(@TempDir Path other) throws Exception {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> create(server.address(), "cluster"))
        .withMessageContaining("does not support connecting to Redis Cluster");
    RedisServer main = RedisServer.start(other.resolve("main"));
    try (main;
        var replica =
            RedisServer.start(
                other.resolve("replica"), "--replicaof", "127.0.0.1 " + main.port())) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> main.ask("INFO", "replication").contains("connected_slaves:1"));
      assertThat(replica.port()).isPositive();
      assertThatExceptionOfType(InvalidMetadataException.class)
          .isThrownBy(() -> create(main.address(), "node"))
          .withMessageContaining("replication is not supported");
    }
  }

  private static LockStore create(String host, String type) throws InterruptedException {
    return new RedisLockStore.Provider()
        .create(
            ComponentContexts.of("lock.redis", Path.of("unused"))
                .metadata(Map.of("redisHost", host, "redisType", type))
                .context());
  }
}
