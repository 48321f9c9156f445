package dev.mecha.component.jetstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.StateStore;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.StateStoreTck;
import dev.mecha.tck.server.RealServers;
import dev.mecha.tck.server.ServerProcess;
import io.nats.client.Connection;
import io.nats.client.KeyValue;
import io.nats.client.Nats;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.StorageType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JetStreamStateStoreTest extends StateStoreTck {

  private static int port;
  private static Path data;
  private static ServerProcess server;
  private static Connection connection;

  @BeforeAll
  static void startServer(@TempDir Path folder) throws Exception {
    port = RealServers.freePort();
    data = folder;
    server = start();
    connection = Nats.connect(address());
    connection
        .keyValueManagement()
        .create(
            KeyValueConfiguration.builder().name("state").storageType(StorageType.File).build());
  }

  private static ServerProcess start() {
    return start(data, port);
  }

  private static ServerProcess start(Path folder, int on, String... more) {
    String program = RealServers.require("nats-server", Path.of("/usr/sbin")).toString();
    var command = new ArrayList<>(List.of(program, "-a", "127.0.0.1", "-p", "" + on));
    command.addAll(List.of("-js", "-sd", folder.resolve("data").toString()));
    command.addAll(List.of(more));
    return ServerProcess.start(folder, command).awaitPort(on, Duration.ofSeconds(20));
  }

  private static String address() {
    return "nats://127.0.0.1:" + port;
  }

  @AfterAll
  static void stopServer() throws InterruptedException {
    connection.close();
    server.close();
  }

  @Override
  public ComponentProvider<StateStore> provider() {
    return new JetStreamStateStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("natsURL", address(), "bucket", "state");
  }

  /** A revision that the bucket does not reach. */
  @Override
  public String otherEtag() {
    return "999999999";
  }

  @Override
  public String invalidEtag() {
    return "0";
  }

  @Override
  public AutoCloseable block() throws Exception {
    server.freeze();
    return server::thaw;
  }

  private static StateStore create(String... fields) throws InterruptedException {
    var metadata = new HashMap<>(Map.of("natsURL", address()));
    for (int i = 0; i < fields.length; i += 2) {
      metadata.put(fields[i], fields[i + 1]);
    }
    return new JetStreamStateStore.Provider()
        .create(
            ComponentContexts.of("state.jetstream", Path.of("unused"))
                .metadata(metadata)
                .context());
  }

  @Test
  void keysAndValuesAreThoseOfThePeer() throws Exception {
    KeyValue bucket = connection.keyValue("state");
    write("app||peer", "{\"a\":1}");
    KeyValueEntry entry = bucket.get("app.peer");
    assertThat(entry).isNotNull();
    assertThat(entry.getValueAsString()).isEqualTo("{\"a\":1}");
    bucket.put("app.peer", "2".getBytes(UTF_8));
    assertThat(text("app||peer")).isEqualTo("2");
    remove("app||peer");
    assertThat(bucket.get("app.peer")).isNull();
  }

  @Test
  void bucketHasToBeThereAndNamed() {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(JetStreamStateStoreTest::create)
        .withMessage("bucket: missing (expected: a value)");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> create("bucket", "nowhere"))
        .withMessageStartingWith("jetstream at " + address() + ": stream not found");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> create("bucket", "no name"))
        .withMessageContaining("no name");
  }

  @Test
  void valueThatIsTooLargeIsRefusedAndTheStoreGoesOn() throws InterruptedException {
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> write(key("a"), "x".repeat(2 << 20)))
        .withMessageContaining("payload");
    write(key("a"), "small");
    assertThat(text(key("a"))).isEqualTo("small");
  }

  @Test
  void storeMendsItselfWhenTheServerIsThereAgain() throws Exception {
    write(key("a"), "one");
    server.kill();
    assertThatExceptionOfType(ComponentException.class).isThrownBy(() -> read(key("a")));
    server = start();
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> store().get(GetRequest.of(key("a"))) != null);
    assertThat(text(key("a"))).isEqualTo("one");
  }

  @Test
  void tokenThatIsWrongIsInNoMessage(@TempDir Path other) throws InterruptedException {
    int guarded = RealServers.freePort();
    String url = "nats://127.0.0.1:" + guarded;
    try (ServerProcess process = start(other, guarded, "--auth", "r1ght")) {
      assertThat(process.isAlive()).isTrue();
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> create("natsURL", url, "bucket", "state", "token", "wr0ng"))
          .withMessageStartingWith("jetstream at " + url)
          .withMessageNotContaining("wr0ng");
      assertThatExceptionOfType(ComponentException.class)
          .as("let in, but there is no bucket")
          .isThrownBy(() -> create("natsURL", url, "bucket", "state", "token", "r1ght"))
          .withMessageContaining("stream not found")
          .withMessageNotContaining("r1ght");
      String withPassword = "nats://user:wr0ng@127.0.0.1:" + guarded;
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> create("natsURL", withPassword, "bucket", "state"))
          .withMessageStartingWith("jetstream at " + url)
          .withMessageNotContaining("wr0ng");
    }
    var metadata = Map.of("natsURL", url, "token", "wr0ng");
    assertThat(ServerSettings.of(ComponentMetadata.of(metadata), "name"))
        .asString()
        .doesNotContain("wr0ng");
  }
}
