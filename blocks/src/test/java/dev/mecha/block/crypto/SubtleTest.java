package dev.mecha.block.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.block.FakeGrpcCall;
import dev.mecha.block.FakeHttpExchange;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import dev.mecha.protocol.runtime.v1.SubtleGetKeyRequest;
import dev.mecha.protocol.runtime.v1.SubtleGetKeyResponse;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.crypto.CryptoProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubtleTest {

  private final FakeKeys keys = new FakeKeys(true);
  private final Registry<CryptoProvider> registry = new Registry<>(Duration.ofSeconds(1));
  private final List<String> measured = new ArrayList<>();
  private final Offload offload = new Offload();
  private final CryptoBlock block =
      new CryptoBlock(registry, (name, what, ok, nanos) -> measured.add(what + " " + ok), offload);

  @BeforeEach
  void fill() throws InterruptedException {
    registry.put("keys", keys);
  }

  @AfterEach
  void end() {
    offload.close();
  }

  private FakeHttpExchange post(String endpoint, String body) throws InterruptedException {
    HttpRoute route =
        block.httpRoutes().stream()
            .filter(r -> r.endpoint().name().equals(endpoint))
            .findFirst()
            .orElseThrow();
    var exchange = new FakeHttpExchange(route);
    exchange.path.put("name", "keys");
    exchange.body = body.getBytes(UTF_8);
    return exchange.run();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static String masked(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= 0x5a;
    }
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void everyOperationIsThere() throws InterruptedException {
    String key = "\"keyName\":\"key\",\"algorithm\":\"ALG\"";
    assertThat(post("SubtleGetKey", "{\"name\":\"key\",\"format\":\"JSON\"}").text())
        .isEqualTo("{\"name\":\"key\",\"publicKey\":\"PUBLIC\"}");
    assertThat(
            post(
                    "SubtleEncrypt",
                    "{%s,\"plaintext\":\"%s\",\"nonce\":\"%s\"}"
                        .formatted(key, base64("hi"), base64("n")))
                .text())
        .isEqualTo("{\"ciphertext\":\"%s\",\"tag\":\"%s\"}".formatted(masked("hi"), base64("n")));
    assertThat(
            post("SubtleDecrypt", "{%s,\"ciphertext\":\"%s\"}".formatted(key, masked("hi"))).text())
        .isEqualTo("{\"plaintext\":\"%s\"}".formatted(base64("hi")));
    assertThat(
            post("SubtleWrapKey", "{%s,\"plaintextKey\":\"%s\"}".formatted(key, base64("k")))
                .text())
        .isEqualTo("{\"wrappedKey\":\"%s\"}".formatted(masked("read k")));
    assertThat(
            post("SubtleUnwrapKey", "{%s,\"wrappedKey\":\"%s\"}".formatted(key, masked("k")))
                .text())
        .isEqualTo("{\"plaintextKey\":\"%s\"}".formatted(base64("k")));
    assertThat(post("SubtleSign", "{%s,\"digest\":\"%s\"}".formatted(key, base64("d"))).text())
        .isEqualTo("{\"signature\":\"%s\"}".formatted(masked("d")));
    assertThat(
            post(
                    "SubtleVerify",
                    "{%s,\"digest\":\"%s\",\"signature\":\"%s\"}"
                        .formatted(key, base64("d"), masked("d")))
                .text())
        .isEqualTo("{\"valid\":true}");
    assertThat(keys.calls)
        .containsExactly(
            "public JSON key",
            "encrypt ALG key",
            "decrypt ALG key",
            "wrap ALG key",
            "unwrap ALG key",
            "sign ALG key",
            "verify ALG key");
    assertThat(measured).hasSize(7).startsWith("get true", "crypto_op true");
  }

  @ParameterizedTest
  @CsvSource({
    "SubtleEncrypt, failed to encrypt",
    "SubtleDecrypt, failed to decrypt",
    "SubtleWrapKey, failed to wrap key",
    "SubtleUnwrapKey, failed to unwrap key",
    "SubtleSign, failed to sign",
    "SubtleVerify, failed to verify signature"
  })
  void whyItFailsIsNotTold(String endpoint, String text) throws InterruptedException {
    keys.failure = new ComponentException("bad padding");
    ApiError error = post(endpoint, "{\"keyName\":\"key\"}").error();
    assertThat(error).isNotNull();
    assertThat(error.code()).isEqualTo("ERR_CRYPTO");
    assertThat(error.httpStatus()).isEqualTo(500);
    assertThat(error.message()).isEqualTo("failed to perform operation: " + text);
  }

  @Test
  void aKeyThatIsNotThereIsNamed() throws InterruptedException {
    ApiError error = post("SubtleGetKey", "{\"name\":\"other\"}").error();
    assertThat(error).isNotNull();
    assertThat(error.code()).isEqualTo("ERR_CRYPTO_KEY");
    assertThat(error.message()).isEqualTo("failed to retrieve key other: key not found");
  }

  @Test
  void whatIsNoRequestIsRefused() throws InterruptedException {
    ApiError error = post("SubtleEncrypt", "{").error();
    assertThat(error).isNotNull();
    assertThat(error.code()).isEqualTo("ERR_MALFORMED_REQUEST");
    assertThat(error.message()).startsWith("failed deserializing HTTP body: ");
  }

  @Test
  @SuppressWarnings("unchecked") // the descriptor is the same one, types included
  void overGrpcItIsTheSame() throws Exception {
    var method =
        (GrpcMethod<SubtleGetKeyRequest, SubtleGetKeyResponse>)
            block.grpcMethods().stream()
                .filter(m -> m.descriptor().equals(DaprGrpc.getSubtleGetKeyAlpha1Method()))
                .findFirst()
                .orElseThrow();
    var request = SubtleGetKeyRequest.newBuilder().setComponentName("keys").setName("key").build();
    assertThat(
            method
                .handler()
                .handle(request, new FakeGrpcCall<>(method.endpoint(), List.of()))
                .getPublicKey())
        .isEqualTo("PUBLIC");
    assertThat(block.grpcMethods()).hasSize(7);
  }
}
