package dev.mecha.component.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastJsonValue;
import com.hazelcast.map.IMap;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateStore;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.StateStoreTck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HazelcastStateStoreTest extends StateStoreTck {

  private static HazelcastServer server;

  @BeforeAll
  static void startServer(@TempDir Path folder) throws IOException {
    server = new HazelcastServer(folder);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  public ComponentProvider<StateStore> provider() {
    return new HazelcastStateStore.Provider();
  }

  /** A busy machine answers late. */
  @Override
  protected Map<String, String> metadata() {
    return Map.of("hazelcastServers", server.address(), "hazelcastMap", "state", "timeout", "30s");
  }

  @Override
  public boolean honoursClock() {
    return false;
  }

  @Override
  public AutoCloseable block() throws Exception {
    server.process().freeze();
    return server.process()::thaw;
  }

  private static StateStore create(String... fields) throws InterruptedException {
    var metadata = new HashMap<String, String>();
    for (int i = 0; i < fields.length; i += 2) {
      metadata.put(fields[i], fields[i + 1]);
    }
    return new HazelcastStateStore.Provider()
        .create(
            ComponentContexts.of("state.hazelcast", Path.of("unused"))
                .metadata(metadata)
                .context());
  }

  @Test
  void valuesAreTextsAsWithThePeer() throws InterruptedException {
    write("app||ours", "{\"a\":1}");
    store().set(SetRequest.of("app||bytes", new byte[] {-1, 0}));
    var config = new ClientConfig();
    config.getNetworkConfig().addAddress(server.address());
    HazelcastInstance other = HazelcastClient.newHazelcastClient(config);
    try {
      IMap<String, Object> map = other.getMap("state");
      assertThat(map.get("app||ours")).isEqualTo("{\"a\":1}");
      assertThat(map.get("app||bytes")).isEqualTo(new byte[] {-1, 0});
      map.put("app||theirs", "2");
      map.put("app||json", new HazelcastJsonValue("[3]"));
      map.put("app||number", 4);
    } finally {
      other.shutdown();
    }
    assertThat(text("app||theirs")).isEqualTo("2");
    assertThat(text("app||json")).isEqualTo("[3]");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> read("app||number"))
        .withMessageContaining("there is a java.lang.Integer (expected: a text or bytes)");
  }

  @Test
  void firstWriteOnlyCreates() throws InterruptedException {
    SetRequest first = put(key("a"), "one").withConcurrency(Concurrency.FIRST_WRITE);
    store().set(first);
    assertThatExceptionOfType(ETagException.class).isThrownBy(() -> store().set(first));
    remove(key("a"));
    store().set(first);
    assertThat(text(key("a"))).isEqualTo("one");
  }

  @Test
  void storeMendsItselfWhenTheClusterIsThereAgain() throws InterruptedException {
    write(key("a"), "one");
    server.restart();
    await()
        .atMost(Duration.ofSeconds(50))
        .ignoreExceptionsInstanceOf(ComponentException.class)
        .untilAsserted(() -> assertThat(read(key("a"))).as("forgotten").isNull());
    write(key("a"), "two");
    assertThat(text(key("a"))).isEqualTo("two");
  }

  @Test
  void mistakesAreShown() {
    refuses("hazelcastServers: missing (expected: a value)");
    refuses("hazelcastMap: missing (expected: a value)", "hazelcastServers", "a");
    refuses(
        "timeout: \"0\" (expected: a duration of at least 1s)",
        "hazelcastServers",
        "a",
        "hazelcastMap",
        "m",
        "timeout",
        "0");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(
            () -> create("hazelcastServers", "127.0.0.1:1", "hazelcastMap", "m", "timeout", "1s"))
        .withMessage("hazelcast at 127.0.0.1:1: cannot connect within 1 s");
  }

  private static void refuses(String message, String... fields) {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> create(fields))
        .withMessage(message);
  }
}
