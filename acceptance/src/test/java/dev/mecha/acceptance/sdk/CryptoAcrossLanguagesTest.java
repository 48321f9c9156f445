package dev.mecha.acceptance.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import dev.mecha.tck.server.RealServers;
import io.dapr.client.DaprClientBuilder;
import io.dapr.client.DaprPreviewClient;
import io.dapr.client.domain.DecryptRequestAlpha1;
import io.dapr.client.domain.EncryptRequestAlpha1;
import io.dapr.config.Properties;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

/** Messages encrypted and decrypted with the official SDKs. */
@TestInstance(Lifecycle.PER_CLASS)
class CryptoAcrossLanguagesTest {

  private Path folder = Path.of("");
  private Sidecar sidecar;
  private DaprPreviewClient client;

  @BeforeAll
  void start(@TempDir Path temporary) {
    folder = temporary;
    Path keys = Path.of("src", "test", "resources", "keys").toAbsolutePath();
    sidecar =
        Sidecar.in(folder)
            .resource(
                Resources.component("keys", "crypto.dapr.localstorage", "path", keys.toString()))
            .start();
    client =
        new DaprClientBuilder()
            .withPropertyOverride(Properties.HTTP_PORT, "" + sidecar.httpPort())
            .withPropertyOverride(Properties.GRPC_PORT, "" + sidecar.grpcPort())
            .buildPreviewClient();
  }

  @AfterAll
  void stop() throws Exception {
    client.close();
    sidecar.close();
  }

  private static byte[] joined(Flux<byte[]> pieces) {
    var all = new ByteArrayOutputStream();
    Objects.requireNonNull(pieces.collectList().block()).forEach(all::writeBytes);
    return all.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({"aes256, A256KW, aes-gcm", "rsa.pem, RSA, chacha20-poly1305"})
  void javaGetsItsMessageBack(String key, String algorithm, String cipher) {
    byte[] plain = new byte[200_000];
    Arrays.fill(plain, (byte) 'm');
    Flux<byte[]> pieces = Flux.just(Arrays.copyOf(plain, 150_000), Arrays.copyOf(plain, 50_000));
    byte[] encrypted =
        joined(
            client.encrypt(
                new EncryptRequestAlpha1("keys", pieces, key, algorithm)
                    .setDataEncryptionCipher(cipher)));
    assertThat(new String(encrypted, 0, 14, UTF_8)).isEqualTo("dapr.io/enc/v1");
    assertThat(joined(client.decrypt(new DecryptRequestAlpha1("keys", Flux.just(encrypted)))))
        .isEqualTo(plain);
    encrypted[encrypted.length - 1] ^= 1;
    assertThatThrownBy(
            () -> joined(client.decrypt(new DecryptRequestAlpha1("keys", Flux.just(encrypted)))))
        .hasMessageContaining("failed to decrypt segment");
  }

  @Test
  @Timeout(300)
  void pythonGetsItsMessageBack() {
    Path script = Path.of("src", "test", "python", "encrypt.py").toAbsolutePath();
    Checks.run(
        4,
        folder,
        Installation.python().toString(),
        script.toString(),
        "" + sidecar.httpPort(),
        "" + sidecar.grpcPort());
  }

  @Test
  @Timeout(300)
  void javaScriptGetsItsMessageBack() {
    String node = RealServers.require("node").toString();
    Checks.run(4, Installation.javascript(), node, "crypto.js", "" + sidecar.grpcPort());
  }
}
