package dev.mecha.block.crypto;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.block.FakeHttpExchange;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.crypto.CryptoProvider;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CryptoHttpTest {

  private final FakeKeys keys = new FakeKeys(true);
  private final Registry<CryptoProvider> registry = new Registry<>(Duration.ofSeconds(1));
  private final List<String> measured = new ArrayList<>();
  private final Offload offload = new Offload();

  @BeforeEach
  void fill() throws InterruptedException {
    registry.put("keys", keys);
  }

  @AfterEach
  void end() {
    offload.close();
  }

  private FakeHttpExchange exchange(String endpoint, String provider, byte[] body) {
    var block =
        new CryptoBlock(
            registry,
            (name, what, ok, nanos) -> measured.add(name + " " + what + " " + ok),
            offload);
    HttpRoute route =
        block.httpRoutes().stream()
            .filter(r -> r.endpoint().name().equals(endpoint))
            .findFirst()
            .orElseThrow();
    var exchange = new FakeHttpExchange(route);
    exchange.path.put("name", provider);
    exchange.body = body;
    return exchange;
  }

  private FakeHttpExchange encryption(byte[] body) {
    FakeHttpExchange exchange = exchange("Encrypt", "keys", body);
    exchange.headers.put("dapr-key-name", "key");
    exchange.headers.put("dapr-key-wrap-algorithm", "aes");
    return exchange;
  }

  private FakeHttpExchange decrypt(String encrypted) throws InterruptedException {
    return exchange("Decrypt", "keys", encrypted.getBytes(ISO_8859_1)).run();
  }

  @Test
  void aMessageComesBack() throws InterruptedException {
    FakeHttpExchange encrypted = encryption("hello".getBytes(UTF_8)).run();
    assertThat(encrypted.status()).isEqualTo(200);
    assertThat(encrypted.answerHeaders).containsEntry("Content-Type", "application/octet-stream");
    FakeHttpExchange decrypted = exchange("Decrypt", "keys", encrypted.bytes()).run();
    assertThat(decrypted.status()).isEqualTo(200);
    assertThat(decrypted.text()).isEqualTo("hello");
    assertThat(keys.calls).containsExactly("wrap A256KW key", "unwrap A256KW key");
    assertThat(measured).hasSize(2).containsOnly("keys crypto_op true");
  }

  @Test
  void headersSayHow() throws InterruptedException {
    FakeHttpExchange exchange = encryption(new byte[1]);
    exchange.headers.put("dapr-key-wrap-algorithm", "RSA");
    exchange.headers.put("dapr-data-encryption-cipher", "chacha20-poly1305");
    exchange.headers.put("dapr-decryption-key-name", "other");
    assertThat(exchange.run().text()).contains("{\"k\":\"other\",\"kw\":5,", "\"cph\":2,");
    exchange.headers.put("dapr-omit-decryption-key-name", "Yes");
    assertThat(exchange.run().text()).contains("\n{\"kw\":5,");
    exchange.headers.put("dapr-omit-decryption-key-name", "no");
    assertThat(exchange.run().text()).contains("{\"k\":\"other\"");
  }

  @Test
  void theKeyMayBeNamedWhenDecrypting() throws InterruptedException {
    FakeHttpExchange encryption = encryption("x".getBytes(UTF_8));
    encryption.headers.put("dapr-omit-decryption-key-name", "true");
    byte[] encrypted = encryption.run().bytes();
    FakeHttpExchange decryption = exchange("Decrypt", "keys", encrypted);
    decryption.headers.put("dapr-key-name", "key");
    assertThat(decryption.run().text()).isEqualTo("x");
  }

  @Test
  void aLongMessageStreams() throws InterruptedException {
    byte[] plain = new byte[6 << 20];
    byte[] encrypted = encryption(plain).run().bytes();
    assertThat(exchange("Decrypt", "keys", encrypted).run().bytes()).isEqualTo(plain);
    encrypted[encrypted.length - 1] ^= 1;
    FakeHttpExchange tampered = exchange("Decrypt", "keys", encrypted).run();
    assertThat(tampered.status()).isEqualTo(200);
    assertThat(tampered.error()).isNull();
    assertThat(tampered.bytes()).as("what came before it broke off is not an answer").isEmpty();
  }

  @Test
  void aTamperedMessageIsAnError() throws InterruptedException {
    byte[] encrypted = encryption("hello".getBytes(UTF_8)).run().bytes();
    encrypted[encrypted.length - 1] ^= 1;
    assertThat(exchange("Decrypt", "keys", encrypted).run().error())
        .isEqualTo(
            ApiError.simple(
                500,
                Code.INTERNAL,
                "ERROR",
                ErrorCategory.COMMON,
                "error processing segment 0: failed to decrypt segment"));
  }

  private static ApiError failed(String detail) {
    return ApiError.simple(
        500,
        Code.INTERNAL,
        "ERR_CRYPTO",
        ErrorCategory.CRYPTO,
        "failed to perform operation: " + detail);
  }

  @Test
  void whatIsWrongIsSaid() throws InterruptedException {
    assertThat(decrypt("foo").error()).isEqualTo(failed("invalid header: scheme name not found"));
    FakeHttpExchange exchange = encryption(new byte[1]);
    exchange.headers.put("dapr-key-wrap-algorithm", "foo");
    assertThat(exchange.run().error())
        .isEqualTo(failed("option Algorithm is not valid: algorithm FOO is not supported"));
    exchange = encryption(new byte[1]);
    exchange.headers.put("dapr-data-encryption-cipher", "foo");
    assertThat(exchange.run().error())
        .isEqualTo(failed("option Cipher is not valid: cipher FOO is not supported"));
    exchange = encryption(new byte[1]);
    exchange.headers.put("dapr-key-name", "absent");
    assertThat(exchange.run().error())
        .isEqualTo(failed("failed to wrap the file key: key not found"));
    assertThat(measured).containsExactly("keys crypto_op false");
  }

  @Test
  void whyAKeyCannotBeUnwrappedIsNotTold() throws InterruptedException {
    byte[] encrypted = encryption("hello".getBytes(UTF_8)).run().bytes();
    keys.failure = new ComponentException("secret reason");
    assertThat(exchange("Decrypt", "keys", encrypted).run().error())
        .isEqualTo(failed("failed to validate the document's signature"));
  }

  @Test
  void headersAreMissed() throws InterruptedException {
    for (String header : List.of("dapr-key-name", "dapr-key-wrap-algorithm")) {
      FakeHttpExchange exchange = encryption(new byte[1]);
      exchange.headers.remove(header);
      assertThat(exchange.run().error())
          .isEqualTo(
              ApiError.simple(
                  400,
                  Code.INVALID_ARGUMENT,
                  "ERR_BAD_REQUEST",
                  ErrorCategory.COMMON,
                  "invalid request: missing header '" + header + "'"));
    }
  }

  @Test
  void aProviderThatIsNotThereIsNamedIfThereAreOthers() throws InterruptedException {
    for (String endpoint : List.of("Encrypt", "Decrypt")) {
      assertThat(exchange(endpoint, "none", new byte[0]).run().error())
          .isEqualTo(
              ApiError.simple(
                  400,
                  Code.INVALID_ARGUMENT,
                  "ERR_CRYPTO_PROVIDER_NOT_FOUND",
                  ErrorCategory.CRYPTO,
                  "crypto provider none not found"));
    }
    registry.remove("keys");
    assertThat(exchange("Decrypt", "keys", new byte[0]).run().error())
        .isEqualTo(
            ApiError.simple(
                500,
                Code.INTERNAL,
                "ERR_CRYPTO_PROVIDERS_NOT_CONFIGURED",
                ErrorCategory.CRYPTO,
                "crypto providers not configured"));
  }
}
