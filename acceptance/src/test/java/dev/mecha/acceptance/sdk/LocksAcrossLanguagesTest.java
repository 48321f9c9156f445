package dev.mecha.acceptance.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import dev.mecha.tck.server.RealServers;
import io.dapr.client.DaprClientBuilder;
import io.dapr.client.DaprPreviewClient;
import io.dapr.client.domain.UnlockResponseStatus;
import io.dapr.config.Properties;
import io.dapr.exceptions.DaprException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Locks in a file that two sidecars share, asked for with the official SDKs. */
@TestInstance(Lifecycle.PER_CLASS)
class LocksAcrossLanguagesTest {

  private Path folder = Path.of("");
  private Sidecar sidecar;
  private DaprPreviewClient client;

  @BeforeAll
  void start(@TempDir Path temporary) {
    folder = temporary;
    sidecar = sidecar("first");
    client =
        new DaprClientBuilder()
            .withPropertyOverride(Properties.HTTP_PORT, "" + sidecar.httpPort())
            .withPropertyOverride(Properties.GRPC_PORT, "" + sidecar.grpcPort())
            .buildPreviewClient();
  }

  private Sidecar sidecar(String name) {
    return Sidecar.in(folder.resolve(name))
        .resource(
            Resources.component(
                "lockstore",
                "lock.sqlite",
                "connectionString",
                folder.resolve("locks.db").toString(),
                "keyPrefix",
                "name"))
        .start();
  }

  @AfterAll
  void stop() throws Exception {
    client.close();
    sidecar.close();
  }

  private boolean lock(String resource, String owner) {
    return Boolean.TRUE.equals(client.tryLock("lockstore", resource, owner, 60).block());
  }

  @Test
  void javaTakesThem() {
    assertThat(lock("java", "one")).isTrue();
    assertThat(lock("java", "two")).isFalse();
    assertThat(client.unlock("lockstore", "java", "two").block())
        .isEqualTo(UnlockResponseStatus.LOCK_BELONG_TO_OTHERS);
    assertThat(client.unlock("lockstore", "java", "one").block())
        .isEqualTo(UnlockResponseStatus.SUCCESS);
    assertThat(client.unlock("lockstore", "java", "one").block())
        .isEqualTo(UnlockResponseStatus.LOCK_UNEXIST);
    assertThatThrownBy(() -> client.tryLock("nostore", "java", "one", 60).block())
        .isInstanceOf(DaprException.class)
        .hasMessageContaining("lock store nostore not found");
  }

  @Test
  @Timeout(300)
  void pythonTakesThem() {
    Path script = Path.of("src", "test", "python", "locks.py").toAbsolutePath();
    Checks.run(
        3,
        folder,
        Installation.python().toString(),
        script.toString(),
        "" + sidecar.httpPort(),
        "" + sidecar.grpcPort());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "grpc"})
  @Timeout(300)
  void javaScriptTakesThem(String protocol) {
    String node = RealServers.require("node").toString();
    int port = protocol.equals("grpc") ? sidecar.grpcPort() : sidecar.httpPort();
    Checks.run(2, Installation.javascript(), node, "locks.js", protocol, "" + port);
  }

  @Test
  void lockOutlivesItsSidecarUntilItsTimeIsOver() {
    String wish = "{\"resourceId\":\"shared\",\"lockOwner\":\"%s\",\"expiryInSeconds\":%d}";
    long before = System.nanoTime();
    try (Sidecar other = sidecar("second")) {
      assertThat(lock(other, wish.formatted("dead", 3))).isEqualTo("{\"success\":true}");
      assertThat(lock(sidecar, wish.formatted("next", 60))).isEqualTo("{\"success\":false}");
      other.kill();
    }
    await()
        .pollInterval(Duration.ofMillis(50))
        .until(() -> lock(sidecar, wish.formatted("next", 60)).equals("{\"success\":true}"));
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(3));
  }

  private static String lock(Sidecar at, String body) {
    return at.send("POST", "/v1.0-alpha1/lock/lockstore", body).body();
  }

  @Test
  void badRequestsAreRefusedInThePeersWords() {
    assertRefused("{}", "ExpiryInSeconds is not positive in lock store lockstore");
    assertRefused("{\"expiryInSeconds\":5}", "ResourceId is empty in lock store lockstore");
    assertRefused(
        "{\"expiryInSeconds\":5,\"resourceId\":\"a\"}",
        "LockOwner is empty in lock store lockstore");
    var separator =
        sidecar.send(
            "POST",
            "/v1.0-alpha1/lock/lockstore",
            "{\"resourceId\":\"a||b\",\"lockOwner\":\"one\",\"expiryInSeconds\":5}");
    assertThat(separator.statusCode()).isEqualTo(500);
    assertThat(separator.body())
        .isEqualTo(
            "{\"errorCode\":\"ERR_TRY_LOCK\",\"message\":\"failed to try acquiring lock: input"
                + " key/keyPrefix 'a||b' can't contain '||'\"}");
  }

  private void assertRefused(String body, String message) {
    var answer = sidecar.send("POST", "/v1.0-alpha1/lock/lockstore", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .isEqualTo("{\"errorCode\":\"ERR_MALFORMED_REQUEST\",\"message\":\"" + message + "\"}");
  }
}
