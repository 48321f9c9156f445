package dev.mecha.component.mqtt;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.server.Certificates;
import dev.mecha.tck.server.Mosquitto;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted connections to a broker that wants to see a certificate. */
class TlsTest {

  private static Certificates trusted;
  private static Certificates strange;
  private static Mosquitto server;

  @BeforeAll
  static void startServer(@TempDir Path shared) throws Exception {
    trusted = Certificates.in(shared.resolve("trusted"));
    trusted.sign("server", "IP:127.0.0.1");
    trusted.sign("client", "DNS:client");
    strange = Certificates.in(shared.resolve("strange"));
    strange.sign("client", "DNS:client");
    server = Mosquitto.startTls(Files.createDirectories(shared.resolve("server")), trusted);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static PubSub open(Certificates authority, Certificates owner) throws Exception {
    var metadata = new HashMap<String, String>();
    metadata.put("url", "ssl://127.0.0.1:" + server.port());
    metadata.put("consumerID", "tls");
    metadata.put("caCert", authority.text("ca.crt"));
    metadata.put("clientCert", owner.text("client.crt"));
    metadata.put("clientKey", owner.text("client.key"));
    return new MqttPubSub.Provider()
        .create(
            ComponentContexts.of("pubsub.mqtt3", Path.of("unused"))
                .metadata(Map.copyOf(metadata))
                .context());
  }

  @Test
  void messagesPass() throws Exception {
    var came = new ArrayBlockingQueue<String>(10);
    try (PubSub broker = open(trusted, trusted);
        var _ =
            broker.subscribe(
                SubscribeRequest.of("tls"),
                message -> came.add(new String(message.data(), StandardCharsets.UTF_8)))) {
      broker.publish(PublishRequest.of("tls", "secret".getBytes(StandardCharsets.UTF_8)));
      Assertions.assertThat(came.poll(20, TimeUnit.SECONDS)).isEqualTo("secret");
    }
  }

  @Test
  void serversOfOthersAreNotTrusted() {
    assertThatExceptionOfType(ComponentException.class).isThrownBy(() -> open(strange, trusted));
  }

  @Test
  void clientsOfOthersAreRefused() {
    assertThatExceptionOfType(ComponentException.class).isThrownBy(() -> open(trusted, strange));
  }
}
