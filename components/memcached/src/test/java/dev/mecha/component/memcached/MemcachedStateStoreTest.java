package dev.mecha.component.memcached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.TimeToLive;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.StateStoreTck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemcachedStateStoreTest extends StateStoreTck {

  private static MemcachedServer one;
  private static MemcachedServer two;

  @BeforeAll
  static void startServers(@TempDir Path folder) {
    one = new MemcachedServer(folder.resolve("one"));
    two = new MemcachedServer(folder.resolve("two"));
  }

  @AfterAll
  static void stopServers() {
    one.close();
    two.close();
  }

  @Override
  public ComponentProvider<StateStore> provider() {
    return new MemcachedStateStore.Provider();
  }

  /** A busy machine answers late. */
  @Override
  protected Map<String, String> metadata() {
    return Map.of("hosts", one.address() + "," + two.address(), "timeout", "10s");
  }

  @Override
  public boolean honoursClock() {
    return false;
  }

  @Override
  public String otherEtag() {
    return "999999999";
  }

  @Override
  public String invalidEtag() {
    return "one";
  }

  @Override
  public AutoCloseable block() throws Exception {
    one.process().freeze();
    two.process().freeze();
    return () -> {
      one.process().thaw();
      two.process().thaw();
    };
  }

  private static StateStore create(String... fields) throws InterruptedException {
    var metadata = new HashMap<String, String>();
    for (int i = 0; i < fields.length; i += 2) {
      metadata.put(fields[i], fields[i + 1]);
    }
    return new MemcachedStateStore.Provider()
        .create(
            ComponentContexts.of("state.memcached", Path.of("unused"))
                .metadata(metadata)
                .context());
  }

  /** The peer's choice of a server is the checksum of the key: these have both kinds. */
  @Test
  void keysAndValuesAreWhereThePeerLooksForThem() throws Exception {
    List<String> keys = IntStream.range(0, 20).mapToObj(i -> key("spread" + i)).toList();
    int first = 0;
    for (String key : keys) {
      write(key, "here");
      MemcachedServer server = ServerKey.of(key).server(2) == 0 ? one : two;
      MemcachedServer other = server == one ? two : one;
      assertThat(server.tell("get " + key)).isEqualTo("VALUE " + key + " 0 4");
      assertThat(other.tell("get " + key)).isEqualTo("END");
      first += server == one ? 1 : 0;
    }
    assertThat(first).isBetween(1, 19);
  }

  @Test
  void valuesOfOtherClientsAreRead() throws Exception {
    String key = key("theirs");
    MemcachedServer server = ServerKey.of(key).server(2) == 0 ? one : two;
    assertThat(server.tell("set " + key + " 32 0 3\r\nabc")).isEqualTo("STORED");
    StateValue value = read(key);
    assertThat(value).isNotNull();
    assertThat(value.bytes()).asString().isEqualTo("abc");
    assertThat(value.metadata()).isEmpty();
  }

  /** From thirty days on a server wants a point in time. */
  @Test
  void longLivesAreNotCutShort() throws InterruptedException {
    for (int days : List.of(29, 30, 31, 4000)) {
      SetRequest request =
          put(key("long"), "x")
              .withMetadata(Map.of(TimeToLive.IN_SECONDS, "" + Duration.ofDays(days).toSeconds()));
      store().set(request);
      assertThat(text(key("long"))).isEqualTo("x");
    }
  }

  @Test
  void serverThatWasAwayIsUsedAgainAndTheOtherMeanwhile() throws InterruptedException {
    List<String> keys = IntStream.range(0, 20).mapToObj(i -> key("away" + i)).toList();
    String atOne = first(keys, 0);
    String atTwo = first(keys, 1);
    write(atOne, "one");
    write(atTwo, "two");
    one.process().kill();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThatExceptionOfType(ComponentException.class)
                    .isThrownBy(() -> read(atOne))
                    .withMessageContaining(one.address()));
    assertThat(text(atTwo)).isEqualTo("two");
    List<BulkItem> items = store().bulkGet(List.of(GetRequest.of(atOne), GetRequest.of(atTwo)));
    assertThat(items)
        .allSatisfy(item -> assertThat(item.error() == null).isEqualTo(item.key().equals(atTwo)));
    one.restart();
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(ComponentException.class)
        .untilAsserted(() -> assertThat(read(atOne)).as("forgotten").isNull());
    write(atOne, "again");
    assertThat(text(atOne)).isEqualTo("again");
  }

  private static String first(List<String> keys, int server) {
    return keys.stream()
        .filter(key -> ServerKey.of(key).server(2) == server)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void valueThatIsTooLargeIsRefusedAndTheStoreGoesOn() throws InterruptedException {
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> store().set(SetRequest.of(key("a"), new byte[3 << 20])))
        .withMessageContaining("too large");
    write(key("a"), "small");
    assertThat(text(key("a"))).isEqualTo("small");
  }

  @Test
  void mistakesAreShown() {
    refuses("hosts: missing (expected: a value)");
    refuses(
        "hosts: \"/tmp/socket\" (expected: host:port, with commas between several)",
        "hosts",
        "/tmp/socket");
    refuses("timeout: \"0\" (expected: a duration of at least 1ms)", "hosts", "a", "timeout", "0");
    refuses(
        "maxIdleConnections: \"0\" (expected: an integer >= 1)",
        "hosts",
        "a",
        "maxIdleConnections",
        "0");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> create("hosts", one.address() + ",127.0.0.1:1"))
        .withMessage("memcached at 127.0.0.1:1: There is no available connection at this moment");
  }

  private static void refuses(String message, String... fields) {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> create(fields))
        .withMessage(message);
  }

  @Test
  void hostsHaveThePortOfTheProtocolAndTimesCountMilliseconds() {
    var metadata = Map.of("hosts", "cache, [::1]:1", "timeout", "1500");
    MemcachedSettings settings = MemcachedSettings.of(dev.mecha.spi.ComponentMetadata.of(metadata));
    assertThat(settings.hosts()).asString().isEqualTo("[cache:11211, [::1]:1]");
    assertThat(settings.timeout()).isEqualTo(Duration.ofMillis(1500));
    assertThat(settings.connections()).isEqualTo(1);
  }

  @Test
  void keyThatAServerDoesNotTakeHasAnotherName() {
    assertThat(ServerKey.of("app||key").text()).isEqualTo("app||key");
    assertThat(ServerKey.of("ü".repeat(125)).text()).isEqualTo("ü".repeat(125));
    assertThat(ServerKey.of("ü".repeat(126)).text()).matches("\\|\\|sha256\\|\\|[0-9a-f]{64}");
    assertThat(ServerKey.of("a b").text()).isNotEqualTo(ServerKey.of("a  b").text());
  }
}
