package dev.mecha.component.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.TimeToLive;
import dev.mecha.tck.StateStoreTck;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisStateStoreTckTest extends StateStoreTck {

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
  public ComponentProvider<StateStore> provider() {
    return new RedisStateStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("redisHost", server.address());
  }

  /** Values expire by the server's clock. */
  @Override
  public boolean honoursClock() {
    return false;
  }

  @Override
  public String otherEtag() {
    return "9999999";
  }

  @Override
  public String invalidEtag() {
    return "not-a-number";
  }

  /**
   * This engine keeps the end of a value's life, as the peer does on it, until a write says
   * otherwise.
   */
  @Test
  @Override
  public void writeWithoutTtlEndsTheExpiry() throws InterruptedException {
    store().set(put(key("a"), "short").withMetadata(Map.of(TimeToLive.IN_SECONDS, "3600")));
    String expiry = expiry("a");
    write(key("a"), "still short");
    assertThat(expiry("a")).isEqualTo(expiry);
    assertThat(server.ask("TTL", key("a"))).matches(":(3600|359\\d)\r\n");
  }

  /** As {@link #writeWithoutTtlEndsTheExpiry}. */
  @Test
  @Override
  public void writeWithEtagAndWithoutTtlEndsTheExpiry() throws InterruptedException {
    store().set(put(key("a"), "short").withMetadata(Map.of(TimeToLive.IN_SECONDS, "3600")));
    String expiry = expiry("a");
    store().set(put(key("a"), "still short").withEtag(etag(key("a"))));
    store().transact(List.of(put(key("a"), "still"), put(key("a"), "short")), Map.of());
    assertThat(expiry("a")).isEqualTo(expiry);
  }

  /** An empty text is no life span here: as {@link #writeWithoutTtlEndsTheExpiry}. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "-1"})
  @Override
  public void ttlOfZeroOrLessMeansForever(String ttl) throws InterruptedException {
    store().set(put(key("a"), "short").withMetadata(Map.of(TimeToLive.IN_SECONDS, "3600")));
    store().set(put(key("a"), "long").withMetadata(Map.of(TimeToLive.IN_SECONDS, ttl)));
    assertThat(read(key("a"))).isNotNull().extracting(StateValue::metadata).isEqualTo(Map.of());
    assertThat(server.ask("TTL", key("a"))).isEqualTo(":-1\r\n");
  }

  private String expiry(String name) throws InterruptedException {
    StateValue value = read(key(name));
    assertThat(value).isNotNull();
    return String.valueOf(value.metadata().get(TimeToLive.EXPIRE_TIME));
  }

  @Override
  public AutoCloseable block() {
    server.freeze();
    return server::thaw;
  }
}
