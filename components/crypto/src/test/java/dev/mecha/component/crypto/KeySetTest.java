package dev.mecha.component.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpServer;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.crypto.CryptoProvider;
import dev.mecha.spi.crypto.KeyUse;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.CryptoProviderTck;
import dev.mecha.tck.TckClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeySetTest extends CryptoProviderTck {

  @Override
  protected ComponentProvider<CryptoProvider> provider() {
    return new KeySet.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("jwks", TestKeys.set());
  }

  @Override
  protected String name(TestKey key) {
    return TestKeys.name(key);
  }

  private CryptoProvider open(String jwks, TckClock clock) throws InterruptedException {
    return provider()
        .create(
            ComponentContexts.of("crypto.dapr.jwks", folder)
                .metadata(Map.of("jwks", jwks, "minRefreshInterval", "5m"))
                .clock(clock)
                .context());
  }

  private CryptoProvider open(String jwks) throws InterruptedException {
    return open(jwks, new TckClock());
  }

  private static void wrap(CryptoProvider provider, String key) throws InterruptedException {
    assertThat(provider.wrapKey(new byte[16], KeyUse.of("A256KW", key)).bytes()).hasSize(24);
  }

  @Test
  void theSetMayBeInBase64() throws InterruptedException {
    byte[] set = TestKeys.set().getBytes(UTF_8);
    try (var provider = open(Base64.getEncoder().encodeToString(set))) {
      wrap(provider, "aes256");
    }
  }

  @Test
  void aFileIsReadAgainWhenItChanges() throws Exception {
    Path file = Files.writeString(folder.resolve("keys.json"), "{\"keys\":[]}");
    try (var provider = open(file.toString())) {
      assertThatThrownBy(() -> wrap(provider, "aes256")).hasMessageContaining("key not found");
      Files.writeString(file, TestKeys.set());
      wrap(provider, "aes256");
      Files.writeString(file, "damaged");
      wrap(provider, "aes256");
      Files.delete(file);
      wrap(provider, "aes256");
    }
  }

  @Test
  void aServerIsAskedAgainAfterAWhile() throws Exception {
    var asked = new AtomicInteger();
    var status = new AtomicInteger(200);
    HttpServer server = server(asked, status);
    var clock = new TckClock();
    String url = "http://localhost:" + server.getAddress().getPort() + "/keys";
    try (var provider = open(url, clock)) {
      wrap(provider, "aes256");
      clock.advance(Duration.ofMinutes(4));
      wrap(provider, "aes256");
      assertThat(asked).hasValue(1);
      clock.advance(Duration.ofMinutes(2));
      wrap(provider, "aes256");
      assertThat(asked).hasValue(2);
      status.set(500);
      clock.advance(Duration.ofMinutes(6));
      wrap(provider, "aes256");
      assertThat(asked).hasValue(3);
      assertThatThrownBy(() -> open(url))
          .isInstanceOf(ComponentException.class)
          .hasMessage("failed to fetch JWKS: status 500 (expected: 200)");
    } finally {
      server.stop(0);
    }
  }

  private static HttpServer server(AtomicInteger asked, AtomicInteger status) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/keys",
        exchange -> {
          asked.incrementAndGet();
          byte[] body = TestKeys.set().getBytes(UTF_8);
          exchange.sendResponseHeaders(status.get(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void whatIsNoSetIsRefusedWithoutBeingShown() {
    for (String jwks : List.of("canary", "{\"canary\":1}", "http://", "/no/canary", "Y2FuYXJ5")) {
      assertThatThrownBy(() -> open(jwks))
          .isInstanceOf(InvalidMetadataException.class)
          .hasMessageStartingWith("jwks: (hidden)")
          .hasMessageNotContaining("canary");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "use|sig|key cannot perform the 'wrapKey' operation",
        "key_ops|sign|key cannot perform the 'wrapKey' operation",
        "alg|A128KW|key cannot be used with algorithm 'A256KW'"
      })
  void aKeySaysWhatItIsFor(String field, String value, String message) throws Exception {
    Object json = field.equals("key_ops") ? List.of(value) : value;
    var set = new JWKSet(List.of(TestKeys.named("aes256", Map.of(field, json))));
    try (var provider = open(JSONObjectUtils.toJSONString(set.toJSONObject(false)))) {
      assertThatThrownBy(() -> wrap(provider, "aes256")).hasMessage(message);
    }
  }
}
