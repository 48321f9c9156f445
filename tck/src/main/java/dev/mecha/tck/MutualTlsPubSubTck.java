package dev.mecha.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.tck.server.Certificates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a broker's component does over encrypted connections to a server that wants to see a
 * certificate. For components with the fields {@code caCert}, {@code clientCert} and {@code
 * clientKey}.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class MutualTlsPubSubTck {

  private Certificates trusted;
  private Certificates strange;
  private Server server;

  /**
   * A server that runs.
   *
   * @param metadata to connect to it with, without certificates
   * @param stop ends it
   */
  public record Server(Map<String, String> metadata, AutoCloseable stop) {}

  /**
   * @return what makes the component
   */
  protected abstract ComponentProvider<PubSub> provider();

  /**
   * Starts a server that has the certificate {@code server} of an authority and asks for one of the
   * same authority.
   *
   * @param folder its own, which is there
   * @param authority whose {@code ca.crt}, {@code server.crt} and {@code server.key} it uses
   * @return the server
   * @throws Exception if it does not start
   */
  protected abstract Server start(Path folder, Certificates authority) throws Exception;

  @BeforeAll
  final void startServer(@TempDir Path shared) throws Exception {
    trusted = Certificates.in(shared.resolve("trusted"));
    trusted.sign("server", "IP:127.0.0.1");
    trusted.sign("client", "DNS:client");
    strange = Certificates.in(shared.resolve("strange"));
    strange.sign("client", "DNS:client");
    server = start(Files.createDirectories(shared.resolve("server")), trusted);
  }

  @AfterAll
  final void stopServer() throws Exception {
    if (server != null) {
      server.stop.close();
    }
  }

  private PubSub open(Certificates authority, Certificates owner) throws Exception {
    var all = new HashMap<>(server.metadata);
    all.put("caCert", authority.text("ca.crt"));
    all.put("clientCert", owner.text("client.crt"));
    all.put("clientKey", owner.text("client.key"));
    String type = provider().types().getFirst();
    return provider()
        .create(ComponentContexts.of(type, Path.of("unused")).metadata(Map.copyOf(all)).context());
  }

  @Test
  final void messagesPass() throws Exception {
    var came = new ArrayBlockingQueue<String>(10);
    try (PubSub broker = open(trusted, trusted);
        var _ =
            broker.subscribe(
                SubscribeRequest.of("tls"),
                message -> came.add(new String(message.data(), StandardCharsets.UTF_8)))) {
      broker.publish(PublishRequest.of("tls", "secret".getBytes(StandardCharsets.UTF_8)));
      assertThat(came.poll(20, TimeUnit.SECONDS)).isEqualTo("secret");
    }
  }

  @Test
  final void serversOfOthersAreNotTrusted() {
    assertThatExceptionOfType(ComponentException.class).isThrownBy(() -> open(strange, trusted));
  }

  @Test
  final void clientsOfOthersAreRefused() {
    assertThatExceptionOfType(ComponentException.class).isThrownBy(() -> open(trusted, strange));
  }
}
