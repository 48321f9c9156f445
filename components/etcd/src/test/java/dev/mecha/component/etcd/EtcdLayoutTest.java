package dev.mecha.component.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.TimeToLive;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.TckClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and values as the peer writes and expects them. */
class EtcdLayoutTest {

  /** {@code {"a":1}}, written at 1700000000.5. */
  private static final String VALUE = "0a077b2261223a317d" + "120c0880e2cfaa061080cab5ee01";

  private static final String NO_LIFE = "1a00";
  private static final String AN_HOUR = "1a0308901c";

  private static EtcdServer server;
  private static EtcdClient client;

  @BeforeAll
  static void startServer(@TempDir Path folder) {
    server = EtcdServer.start(folder);
    client =
        new EtcdClient(
            EtcdSettings.of(ComponentMetadata.of(Map.of("endpoints", server.address()))));
  }

  @AfterAll
  static void stopServer() {
    client.close();
    server.close();
  }

  private static StateStore open(String version, String... fields) throws InterruptedException {
    var metadata = new HashMap<>(Map.of("endpoints", server.address()));
    for (int i = 0; i < fields.length; i += 2) {
      metadata.put(fields[i], fields[i + 1]);
    }
    return new EtcdStateStore.Provider()
        .create(
            ComponentContexts.of("state.etcd", Path.of("unused"))
                .version(version)
                .metadata(metadata)
                .clock(new TckClock(Instant.ofEpochSecond(1_700_000_000, 500_000_000)))
                .context());
  }

  private static void keep(String key, byte[] value) throws InterruptedException {
    client.call("v3/kv/put", Map.of("key", Json.base64(key), "value", Json.base64(value)));
  }

  private static byte @Nullable [] kept(String key) throws InterruptedException {
    var found = Json.first(client.call("v3/kv/range", Map.of("key", Json.base64(key))), "kvs");
    return found.isEmpty() ? null : Json.bytes(found, "value");
  }

  private static SetRequest set(String key, String value, String ttl) {
    return SetRequest.of(key, value.getBytes(UTF_8))
        .withMetadata(Map.of(TimeToLive.IN_SECONDS, ttl));
  }

  @Test
  void slashStandsBeforeEveryKey() throws InterruptedException {
    try (StateStore bare = open("v1");
        StateStore path = open("v1", "keyPrefixPath", "daprv1");
        StateStore slash = open("v1", "keyPrefixPath", "daprv1/")) {
      bare.set(set("app||k", "one", ""));
      path.set(set("app||k", "two", ""));
      slash.set(set("app||k", "three", ""));
      assertThat(slash.keysLike("app%", 0, null).keys()).containsExactly("app||k");
    }
    assertThat(kept("/app||k")).asString().isEqualTo("one");
    assertThat(kept("daprv1/app||k")).asString().isEqualTo("two");
    assertThat(kept("daprv1//app||k")).asString().isEqualTo("three");
  }

  @Test
  void secondVersionWritesThePeersEnvelope() throws InterruptedException {
    try (StateStore store = open("v2", "keyPrefixPath", "new")) {
      store.set(set("ever", "{\"a\":1}", ""));
      store.set(set("hour", "{\"a\":1}", "3600"));
    }
    assertThat(hex(kept("new/ever"))).isEqualTo(VALUE);
    assertThat(hex(kept("new/hour"))).isEqualTo(VALUE + AN_HOUR);
  }

  @Test
  void secondVersionReadsThePeersEnvelope() throws InterruptedException {
    keep("old/ever", HexFormat.of().parseHex(VALUE + NO_LIFE));
    keep("old/hour", HexFormat.of().parseHex(VALUE + AN_HOUR + "2001"));
    try (StateStore store = open("v2", "keyPrefixPath", "old")) {
      StateValue ever = store.get(GetRequest.of("ever"));
      StateValue hour = store.get(GetRequest.of("hour"));
      assertThat(ever).isNotNull();
      assertThat(hour).isNotNull();
      assertThat(ever.bytes()).asString().isEqualTo("{\"a\":1}");
      assertThat(ever.metadata()).isEmpty();
      assertThat(hour.metadata())
          .containsExactly(Map.entry(TimeToLive.EXPIRE_TIME, "2023-11-14T23:13:20Z"));
    }
  }

  @Test
  void secondVersionSaysWhatIsNotItsOwn() throws InterruptedException {
    keep("mixed/a", "{\"a\":1}".getBytes(UTF_8));
    try (StateStore store = open("v2", "keyPrefixPath", "mixed")) {
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> store.get(GetRequest.of("a")))
          .withMessageStartingWith("a: what is there is not of version v2 of state.etcd");
    }
  }

  @Test
  void serversMayComeLaterAndFieldsAreCheckedNow() throws InterruptedException {
    try (StateStore store = open("v1", "endpoints", "127.0.0.1:1")) {
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> store.get(GetRequest.of("a")))
          .withMessageStartingWith("etcd at 127.0.0.1:1: cannot connect");
    }
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> open("v1", "maxTxnOps", "0"))
        .withMessageStartingWith("maxTxnOps: \"0\"");
    try (StateStore store = open("v1", "maxTxnOps", "9")) {
      assertThat(store.maxTransactionOperations()).isEqualTo(9);
    }
  }

  private static String hex(byte @Nullable [] bytes) {
    return bytes == null ? "" : HexFormat.of().formatHex(bytes);
  }
}
