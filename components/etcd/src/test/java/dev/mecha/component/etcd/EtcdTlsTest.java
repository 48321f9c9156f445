package dev.mecha.component.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.spi.lock.UnlockStatus;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateStore;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.server.Certificates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that speaks TLS, and only with clients whose certificate it knows. */
class EtcdTlsTest {

  private static Certificates certificates;
  private static Certificates others;
  private static EtcdServer server;

  @BeforeAll
  static void startServer(@TempDir Path folder) throws Exception {
    certificates = Certificates.in(folder.resolve("certificates"));
    certificates.sign("server", "IP:127.0.0.1");
    certificates.sign("client", "DNS:client");
    others = Certificates.in(folder.resolve("others"));
    others.sign("client", "DNS:client");
    server = EtcdServer.startTls(folder.resolve("etcd"), certificates);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static ComponentContext context(String type, Map<String, String> more)
      throws IOException {
    var metadata =
        new HashMap<>(
            Map.of(
                "endpoints",
                server.address(),
                "tlsEnable",
                "true",
                "ca",
                certificates.text("ca.crt"),
                "cert",
                certificates.text("client.crt"),
                "key",
                certificates.text("client.key")));
    metadata.putAll(more);
    return ComponentContexts.of(type, Path.of("unused")).metadata(metadata).context();
  }

  private static LockStore locks(Map<String, String> more) throws Exception {
    return new EtcdLockStore.Provider().create(context("lock.etcd", more));
  }

  @Test
  void locksWork() throws Exception {
    try (LockStore store = locks(Map.of())) {
      assertThat(store.tryLock("r", "one", Duration.ofSeconds(30))).isTrue();
      assertThat(store.tryLock("r", "two", Duration.ofSeconds(30))).isFalse();
      assertThat(store.unlock("r", "one")).isEqualTo(UnlockStatus.SUCCESS);
    }
  }

  @Test
  void stateWorks() throws Exception {
    try (StateStore store =
        new EtcdStateStore.Provider()
            .create(context("state.etcd", Map.of("endpoints", "https://" + server.address())))) {
      store.set(SetRequest.of("k", "one".getBytes(UTF_8)));
      assertThat(store.get(GetRequest.of("k")))
          .satisfies(value -> assertThat(value.bytes()).asString().isEqualTo("one"));
    }
  }

  @Test
  void serverOfAnotherAuthorityIsNotTrusted() throws Exception {
    var stranger = Map.of("ca", others.text("ca.crt"));
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> locks(stranger))
        .withMessageContaining("cannot connect: (certificate_unknown)");
    assertThatExceptionOfType(ComponentException.class)
        .as("authorities of the JDK")
        .isThrownBy(() -> locks(Map.of("ca", "")))
        .withMessageContaining("cannot connect: (certificate_unknown)");
  }

  @Test
  void clientThatTheServerDoesNotKnowIsRefused() throws Exception {
    var stranger = Map.of("cert", others.text("client.crt"), "key", others.text("client.key"));
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> locks(stranger))
        .withMessageStartingWith("etcd at " + server.address());
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> locks(Map.of("cert", "", "key", "")))
        .withMessageStartingWith("etcd at " + server.address());
  }

  @Test
  void keyIsInNoMessage() throws Exception {
    String key = certificates.text("client.key");
    String secret = key.lines().skip(1).findFirst().orElseThrow();
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> locks(Map.of("key", key.replace("BEGIN", "START"))))
        .withMessageContaining("key: ")
        .withMessageNotContaining(secret);
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> locks(Map.of("cert", "")))
        .withMessageContaining("cert: ")
        .withMessageNotContaining(secret);
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> locks(Map.of("endpoints", "http://" + server.address())))
        .withMessageContaining("with tlsEnable https");
    assertThat(EtcdSettings.of(context("lock.etcd", Map.of()).metadata()).toString())
        .doesNotContain(secret)
        .isEqualTo("etcd at " + server.address());
  }
}
