package dev.mecha.component.redis;

import static dev.mecha.component.redis.Stores.messages;
import static dev.mecha.component.redis.Stores.open;
import static dev.mecha.component.redis.Stores.put;
import static dev.mecha.component.redis.Stores.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.spi.state.StateStore;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.server.Certificates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * Encrypted connections. The JDK's trust is set for the whole class: it is a matter of the process.
 */
@Timeout(30)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class TlsTest {

  private static final String TRUST = "javax.net.ssl.trustStore";

  private static Certificates trusted;
  private static Certificates strange;
  private static RedisServer server;

  @TempDir Path folder;

  @BeforeAll
  static void startServer(@TempDir Path shared) throws Exception {
    trusted = Certificates.in(shared.resolve("trusted"));
    trusted.sign("server", "IP:127.0.0.1");
    trusted.sign("client", "DNS:client");
    strange = Certificates.in(shared.resolve("strange"));
    strange.sign("server", "IP:127.0.0.1");
    System.setProperty(TRUST, trusted.trustStore().toString());
    System.setProperty(TRUST + "Password", "changeit");
    server = start(shared, trusted, "no");
  }

  @AfterAll
  static void stopServer() {
    System.clearProperty(TRUST);
    System.clearProperty(TRUST + "Password");
    server.close();
  }

  private static RedisServer start(Path folder, Certificates certificates, String clients) {
    return RedisServer.start(
        folder,
        "--tls-cert-file",
        certificates.file("server.crt"),
        "--tls-key-file",
        certificates.file("server.key"),
        "--tls-ca-cert-file",
        trusted.file("ca.crt"),
        "--tls-auth-clients",
        clients);
  }

  @Test
  void serverIsTrusted() throws InterruptedException {
    try (var store = open(server.address(), "enableTLS", "true")) {
      writes(store);
    }
  }

  @Test
  void serverIsNotTrusted() throws InterruptedException {
    try (var other = start(folder, strange, "no")) {
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> open(other.address(), "enableTLS", "true", "redisMaxRetries", "-1"))
          .withMessageContaining(other.address())
          .withMessageContaining("TLS: Path does not chain with any of the trust anchors");
      try (var store =
          open(other.address(), "enableTLS", "true", "insecureSkipTLSVerify", "true")) {
        writes(store);
      }
    }
  }

  @Test
  void certificateIsForAnotherHost() {
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(
            () -> open("localhost:" + server.port(), "enableTLS", "true", "redisMaxRetries", "-1"))
        .withMessageContaining("localhost");
  }

  @Test
  void serverDoesNotSpeakTls() {
    try (var plain = RedisServer.start(folder)) {
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(
              () ->
                  open(
                      plain.address(),
                      "enableTLS",
                      "true",
                      "redisMaxRetries",
                      "-1",
                      "dialTimeout",
                      "1s"))
          .withMessageContaining(plain.address());
    }
  }

  @Test
  void serverAsksForACertificate() throws Exception {
    try (var strict = start(folder, trusted, "yes")) {
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> open(strict.address(), "enableTLS", "true", "redisMaxRetries", "-1"))
          .withMessageContaining(strict.address())
          .satisfies(e -> assertThat(messages(e)).doesNotContain("PRIVATE"));
      try (var store =
          open(
              strict.address(),
              "enableTLS",
              "true",
              "clientCert",
              trusted.text("client.crt"),
              "clientKey",
              trusted.text("client.key"))) {
        writes(store);
      }
    }
  }

  @Test
  void messagesPass() throws Exception {
    var came = new ArrayBlockingQueue<String>(10);
    var fields = Map.of("redisHost", server.address(), "enableTLS", "true", "consumerID", "tls");
    var context = ComponentContexts.of("pubsub.redis", Path.of("unused")).metadata(fields);
    try (PubSub broker = new RedisPubSub.Provider().create(context.context());
        var _ =
            broker.subscribe(
                SubscribeRequest.of("tls"),
                message -> came.add(new String(message.data(), StandardCharsets.UTF_8)))) {
      broker.publish(PublishRequest.of("tls", "secret".getBytes(StandardCharsets.UTF_8)));
      assertThat(came.poll(20, TimeUnit.SECONDS)).isEqualTo("secret");
    }
  }

  private static void writes(StateStore store) throws InterruptedException {
    store.set(put("a", "one"));
    assertThat(text(store, "a")).isEqualTo("one");
  }
}
