package dev.mecha.component.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.configuration.ChangeListener;
import dev.mecha.spi.configuration.ConfigurationItem;
import dev.mecha.spi.configuration.ConfigurationStore;
import dev.mecha.tck.ConfigurationStoreTck;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisConfigurationStoreTest extends ConfigurationStoreTck {

  private static RedisServer server;
  private static Path data;

  /** Takes the place of the server while the component cannot reach it. */
  private static RedisServer current;

  @BeforeAll
  static void startServer(@TempDir Path folder) {
    data = folder;
    server = RedisServer.start(folder, "--appendonly", "yes");
    current = server;
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  public ComponentProvider<ConfigurationStore> provider() {
    return new RedisConfigurationStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("redisHost", server.address());
  }

  @Override
  public void put(String key, String value, String version) {
    current.ask("SET", key, version.isEmpty() ? value : value + "||" + version);
  }

  @Override
  public void remove(String key) {
    current.ask("DEL", key);
  }

  /** Another server works on the files at another port. */
  @Override
  public Outage outage() {
    return meanwhile -> {
      server.kill();
      try (var other = RedisServer.start(data, "--appendonly", "yes")) {
        current = other;
        meanwhile.run();
      } finally {
        current = server;
        server.restart();
      }
    };
  }

  @Test
  void itemsAreWhatThePeerTakesThemFor() throws InterruptedException {
    server.ask("HSET", key("hash"), "a", "b");
    server.ask("SET", key("empty"), "");
    server.ask("SET", key("versionOnly"), "||1");
    server.ask("SET", key("more"), "v||1||2");
    List<String> keys = List.of(key("hash"), key("empty"), key("versionOnly"), key("more"));
    assertThat(store().get(keys, Map.of()))
        .isEqualTo(Map.of(key("more"), ConfigurationItem.of("v", "1")));
    assertThat(store().get(List.of(), Map.of())).doesNotContainKey(key("hash"));
  }

  @Test
  void whatOthersAskedToBeToldStays() throws InterruptedException {
    server.ask("CONFIG", "SET", "notify-keyspace-events", "El");
    store().subscribe(List.of(key("a")), Map.of(), new Ignoring());
    assertThat(server.ask("CONFIG", "GET", "notify-keyspace-events"))
        .contains("E", "l", "K", "g", "$", "x", "e");
    assertThat(KeyspaceEvents.with("")).isEqualTo("Kg$xe");
    assertThat(KeyspaceEvents.with("AE")).isEqualTo("AEK");
    assertThat(KeyspaceEvents.with("AKE")).isEqualTo("AKE");
  }

  @Test
  void aClusterCannotBeSubscribedTo() {
    var settings =
        RedisSettings.of(Stores.context("127.0.0.1:1", "redisType", "cluster").metadata());
    assertThat(settings.topology()).isEqualTo(Topology.CLUSTER);
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> RedisConfigurationStore.requireFollowable(settings))
        .withMessageContaining("cluster");
  }

  /** Does not listen. */
  private static final class Ignoring implements ChangeListener {
    @Override
    public void changed(Map<String, ConfigurationItem> items) {}

    @Override
    public void mayHaveChanged() {}
  }
}
