package dev.mecha.acceptance.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages over HTTP, those that the peer encrypted among them. */
@TestInstance(Lifecycle.PER_CLASS)
class EncryptionTest {

  private static final Path FILES = Path.of("src", "test", "resources").toAbsolutePath();

  private Sidecar sidecar;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  void start(@TempDir Path folder) {
    sidecar =
        Sidecar.in(folder)
            .flags("--log-level=debug")
            .resource(
                Resources.component(
                    "keys", "crypto.dapr.localstorage", "path", FILES.resolve("keys").toString()))
            .resource(Resources.component("set", "crypto.dapr.jwks", "jwks", "{\"keys\":[]}"))
            .start();
  }

  @AfterAll
  void stop() throws IOException {
    client.close();
    sidecar.close();
    assertThat(sidecar.log())
        .doesNotContain(Files.readString(FILES.resolve("keys/aes256")).strip());
  }

  private HttpResponse<byte[]> put(
      String provider, String operation, byte[] body, String... headers)
      throws IOException, InterruptedException {
    String path = "/v1.0-alpha1/crypto/" + provider + "/" + operation;
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sidecar.httpPort() + path))
            .PUT(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private byte[] encrypt(byte[] plain) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        put("keys", "encrypt", plain, "dapr-key-name", "rsa.pem", "dapr-key-wrap-algorithm", "RSA");
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private byte[] decrypt(byte[] encrypted) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = put("keys", "decrypt", encrypted);
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
    return answer.body();
  }

  @Test
  void messagesOfThePeerAreDecrypted() throws Exception {
    byte[] small = "A small file.".getBytes(UTF_8);
    byte[] two = new byte[65_537];
    for (int i = 0; i < two.length; i++) {
      two[i] = (byte) (i * 31 + i / 256);
    }
    Path messages = FILES.resolve("encrypted");
    assertThat(decrypt(Files.readAllBytes(messages.resolve("small-aes.enc")))).isEqualTo(small);
    assertThat(decrypt(Files.readAllBytes(messages.resolve("small-rsa-chacha.enc"))))
        .isEqualTo(small);
    assertThat(decrypt(Files.readAllBytes(messages.resolve("two-segments-chacha.enc"))))
        .isEqualTo(two);
  }

  /** This client reads nothing before it has sent all. */
  @Test
  void messagesAsLargeAsRequestsMayBeComeBack() throws Exception {
    byte[] plain = new byte[4 << 20];
    Arrays.fill(plain, (byte) 'x');
    byte[] encrypted = encrypt(Arrays.copyOf(plain, plain.length - 100_000));
    assertThat(decrypt(encrypted)).hasSize(plain.length - 100_000);
    assertThat(encrypt(plain)).hasSizeGreaterThan(plain.length);
    assertThat(decrypt(encrypt(new byte[0]))).isEmpty();
  }

  @Test
  void everyChangedByteIsNoticed() throws Exception {
    byte[] encrypted = Files.readAllBytes(FILES.resolve("encrypted/small-aes.enc"));
    for (int i = 0; i < encrypted.length; i++) {
      byte[] tampered = encrypted.clone();
      tampered[i] ^= 1;
      assertThat(put("keys", "decrypt", tampered).statusCode()).as("byte %d", i).isEqualTo(500);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keys|nothing|AES|ERR_CRYPTO|failed to perform operation: failed to wrap the file key:"
            + " failed to retrieve the key encryption key: failed to load key 'nothing':"
            + " no such file",
        "keys|rsa.pem|AES|ERR_CRYPTO|failed to perform operation: failed to wrap the file key:"
            + " failed to encrypt data: key type mismatch",
        "keys|aes256|ROT13|ERR_CRYPTO|failed to perform operation: option Algorithm is not valid:"
            + " algorithm ROT13 is not supported",
        "set|k|AES|ERR_CRYPTO|failed to perform operation: failed to wrap the file key:"
            + " failed to retrieve the key encryption key: key not found",
        "none|k|AES|ERR_CRYPTO_PROVIDER_NOT_FOUND|crypto provider none not found"
      })
  void whatCannotBeIsSaid(String provider, String key, String algorithm, String code, String text)
      throws Exception {
    var answer =
        put(
            provider,
            "encrypt",
            "x".getBytes(UTF_8),
            "dapr-key-name",
            key,
            "dapr-key-wrap-algorithm",
            algorithm);
    assertThat(new String(answer.body(), UTF_8))
        .isEqualTo("{\"errorCode\":\"%s\",\"message\":\"%s\"}".formatted(code, text));
  }

  @Test
  void keysComputeOnSmallMessagesToo() {
    var signed =
        sidecar.send(
            "POST",
            "/v1.0-alpha1/subtlecrypto/keys/sign",
            "{\"keyName\":\"rsa.pem\",\"algorithm\":\"PS256\",\"digest\":"
                + "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}");
    assertThat(signed.statusCode()).isEqualTo(200);
    assertThat(signed.body()).startsWith("{\"signature\":\"");
    var key =
        sidecar.send("POST", "/v1.0-alpha1/subtlecrypto/keys/getkey", "{\"name\":\"rsa.pem\"}");
    assertThat(key.body()).contains("BEGIN PUBLIC KEY").doesNotContain("PRIVATE");
  }

  @Test
  void callsAreCounted() throws Exception {
    encrypt(new byte[1]);
    assertThat(sidecar.metrics())
        .containsPattern("dapr_component_crypto_count\\{.*component=\"keys\".*crypto_op")
        .containsPattern("dapr_component_crypto_latencies_count\\{.*component=\"keys\"");
  }
}
