package dev.mecha.component.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.state.StateStore;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.StateStoreTck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZooKeeperStateStoreTest extends StateStoreTck {

  private static ZooKeeperServer server;

  @BeforeAll
  static void startServer(@TempDir Path folder) throws IOException {
    server = new ZooKeeperServer(folder);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  public ComponentProvider<StateStore> provider() {
    return new ZooKeeperStateStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of(
        "servers",
        server.address(),
        "sessionTimeout",
        "10s",
        "keyPrefixPath",
        "/apps/state",
        "maxBufferSize",
        "4194304");
  }

  @Override
  public String otherEtag() {
    return "999";
  }

  @Override
  public String invalidEtag() {
    return "-1";
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
    return new ZooKeeperStateStore.Provider()
        .create(
            ComponentContexts.of("state.zookeeper", Path.of("unused"))
                .metadata(metadata)
                .context());
  }

  @Test
  void nodesAreThoseOfThePeer() throws Exception {
    write("app||ours", "1");
    try (CuratorFramework client =
        CuratorFrameworkFactory.newClient(server.address(), new RetryOneTime(100))) {
      client.start();
      assertThat(client.getData().forPath("/apps/state/app||ours")).asString().isEqualTo("1");
      client.create().forPath("/apps/state/app||theirs", "2".getBytes(UTF_8));
      assertThat(text("app||theirs")).isEqualTo("2");
      assertThat(etag("app||theirs")).isEqualTo("0");
      client.setData().forPath("/apps/state/app||theirs", "3".getBytes(UTF_8));
      assertThat(etag("app||theirs")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "app||key, app||key",
    "a/b, a%2Fb",
    "a%2Fb, a%252Fb",
    "100%, 100%",
    ".., %2E%2E",
    "..., ...",
    "ü, ü",
    "🤖, %F0%9F%A4%96"
  })
  void nameIsTheKeyWhereItCanBe(String key, String name) {
    assertThat(NodeName.of(key)).isEqualTo(name);
  }

  @Test
  void storeMendsItselfWhenTheServerIsThereAgain() throws Exception {
    write(key("a"), "one");
    server.kill();
    server.restart();
    await()
        .atMost(Duration.ofSeconds(40))
        .ignoreExceptionsInstanceOf(ComponentException.class)
        .until(() -> "one".equals(text(key("a"))));
    write(key("a"), "two");
    assertThat(text(key("a"))).isEqualTo("two");
  }

  @Test
  void mistakesAreShown() {
    refuses("servers: missing (expected: a value)");
    refuses(
        "sessionTimeout: \"5ms\" (expected: a duration of at least 1s)",
        "servers",
        "a",
        "sessionTimeout",
        "5ms");
    refuses(
        "keyPrefixPath: \"/a/../b\" (expected: a path of nodes, such as /apps/state)",
        "servers",
        "a",
        "keyPrefixPath",
        "/a/../b");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> create("servers", "127.0.0.1:1", "sessionTimeout", "1s"))
        .withMessage("zookeeper at 127.0.0.1:1: cannot connect within 1 s");
  }

  private static void refuses(String message, String... fields) {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> create(fields))
        .withMessage(message);
  }

  @Test
  void settingsHaveDefaults() {
    var metadata = Map.of("servers", "a, b:1", "keyPrefixPath", "apps/state/");
    assertThat(ZooKeeperSettings.of(ComponentMetadata.of(metadata)))
        .isEqualTo(
            new ZooKeeperSettings(
                List.of("a", "b:1"), Duration.ofSeconds(10), 1 << 20, "/apps/state"));
  }
}
