package dev.mecha.block.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.mecha.block.FakeGrpcCall;
import dev.mecha.kernel.error.ApiException;
import dev.mecha.kernel.pipeline.GrpcStreamMethod;
import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.protocol.common.v1.StreamPayload;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import dev.mecha.protocol.runtime.v1.DecryptRequest;
import dev.mecha.protocol.runtime.v1.DecryptRequestOptions;
import dev.mecha.protocol.runtime.v1.DecryptResponse;
import dev.mecha.protocol.runtime.v1.EncryptRequest;
import dev.mecha.protocol.runtime.v1.EncryptRequestOptions;
import dev.mecha.protocol.runtime.v1.EncryptResponse;
import dev.mecha.spi.crypto.CryptoProvider;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CryptoGrpcTest {

  private static final EncryptRequestOptions OPTIONS =
      EncryptRequestOptions.newBuilder()
          .setComponentName("keys")
          .setKeyName("key")
          .setKeyWrapAlgorithm("AES")
          .build();

  private final Registry<CryptoProvider> registry = new Registry<>(Duration.ofSeconds(1));
  private final Offload offload = new Offload();
  private final CryptoBlock block =
      new CryptoBlock(registry, (name, what, ok, nanos) -> {}, offload);

  @BeforeEach
  void fill() throws InterruptedException {
    registry.put("keys", new FakeKeys(true));
  }

  @AfterEach
  void end() {
    offload.close();
  }

  @SuppressWarnings("unchecked") // the descriptor is the same one, types included
  private <Q, R> List<R> call(MethodDescriptor<Q, R> descriptor, List<Q> messages, boolean mute)
      throws Exception {
    GrpcStreamMethod<?, ?> method =
        block.grpcStreams().stream()
            .filter(m -> m.descriptor().equals(descriptor))
            .findFirst()
            .orElseThrow();
    var call = new FakeGrpcCall<Q, R>(method.endpoint(), messages);
    call.mute = mute;
    ((GrpcStreamMethod<Q, R>) method).handler().handle(call);
    return call.sent;
  }

  private static StreamPayload piece(long number, byte[] bytes) {
    return StreamPayload.newBuilder().setSeq(number).setData(ByteString.copyFrom(bytes)).build();
  }

  private byte[] encrypt(byte[] plain, int pieceSize) throws Exception {
    var messages = new ArrayList<EncryptRequest>();
    messages.add(EncryptRequest.newBuilder().setOptions(OPTIONS).build());
    for (int i = 0; i * pieceSize < plain.length; i++) {
      int end = Math.min(plain.length, (i + 1) * pieceSize);
      messages.add(
          EncryptRequest.newBuilder()
              .setPayload(piece(i, Arrays.copyOfRange(plain, i * pieceSize, end)))
              .build());
    }
    var all = ByteString.empty();
    long expected = 0;
    for (EncryptResponse response : call(DaprGrpc.getEncryptAlpha1Method(), messages, false)) {
      assertThat(response.getPayload().getSeq()).isEqualTo(expected++);
      all = all.concat(response.getPayload().getData());
    }
    return all.toByteArray();
  }

  private byte[] decrypt(byte[] encrypted) throws Exception {
    var message =
        DecryptRequest.newBuilder()
            .setOptions(DecryptRequestOptions.newBuilder().setComponentName("keys"))
            .setPayload(piece(0, encrypted))
            .build();
    var all = ByteString.empty();
    for (DecryptResponse response :
        call(DaprGrpc.getDecryptAlpha1Method(), List.of(message), false)) {
      all = all.concat(response.getPayload().getData());
    }
    return all.toByteArray();
  }

  @Test
  void aMessageComesBackInWhateverPiecesItCame() throws Exception {
    byte[] plain = new byte[200_000];
    Arrays.fill(plain, (byte) 7);
    assertThat(decrypt(encrypt(plain, 1 << 20))).isEqualTo(plain);
    assertThat(decrypt(encrypt(plain, 999))).isEqualTo(plain);
    assertThat(decrypt(encrypt(new byte[0], 1))).isEmpty();
  }

  @Test
  void aTamperedMessageIsAnError() throws Exception {
    byte[] encrypted = encrypt("hello".getBytes(UTF_8), 10);
    encrypted[encrypted.length - 1] ^= 1;
    assertFails(
        () -> decrypt(encrypted),
        Code.INTERNAL,
        "failed to perform operation: error processing segment 0: failed to decrypt segment");
  }

  @Test
  void optionsMustBeThereAndWhole() {
    assertEncryptFails(
        List.of(EncryptRequest.getDefaultInstance()),
        Code.INVALID_ARGUMENT,
        "invalid request: first message does not contain the required options");
    assertEncryptFails(
        List.of(options(OPTIONS.toBuilder().clearKeyName())),
        Code.INVALID_ARGUMENT,
        "invalid request: missing property 'keyName' in the options message");
    assertEncryptFails(
        List.of(options(OPTIONS.toBuilder().clearKeyWrapAlgorithm())),
        Code.INVALID_ARGUMENT,
        "invalid request: missing property 'keyWrapAlgorithm' in the options message");
    assertEncryptFails(
        List.of(options(OPTIONS.toBuilder().clearComponentName())),
        Code.INVALID_ARGUMENT,
        "invalid request: missing component name");
    assertEncryptFails(
        List.of(),
        Code.INTERNAL,
        "failed to perform operation: error receiving the first message: EOF");
    assertFails(
        () ->
            call(
                DaprGrpc.getDecryptAlpha1Method(),
                List.of(DecryptRequest.getDefaultInstance()),
                false),
        Code.INVALID_ARGUMENT,
        "invalid request: first message does not contain the required options");
  }

  private static EncryptRequest options(EncryptRequestOptions.Builder options) {
    return EncryptRequest.newBuilder().setOptions(options).build();
  }

  @Test
  void optionsComeOnceAndPiecesInOrder() {
    var first = options(OPTIONS.toBuilder());
    assertEncryptFails(
        List.of(first, first),
        Code.INTERNAL,
        "failed to perform operation: options found in non-leading message");
    var late = EncryptRequest.newBuilder().setPayload(piece(1, new byte[1])).build();
    assertEncryptFails(
        List.of(first, late),
        Code.INTERNAL,
        "failed to perform operation: invalid sequence number received: 1 (expected: 0)");
  }

  @Test
  void whoSaysNothingIsNotWaitedForLong() {
    assertFails(
        () -> call(DaprGrpc.getEncryptAlpha1Method(), List.of(), true),
        Code.INVALID_ARGUMENT,
        "invalid request: error waiting for first message: context deadline exceeded");
  }

  @Test
  void aProviderThatIsNotThereIsNamed() throws InterruptedException {
    assertEncryptFails(
        List.of(options(OPTIONS.toBuilder().setComponentName("none"))),
        Code.INVALID_ARGUMENT,
        "crypto provider none not found");
    registry.remove("keys");
    assertEncryptFails(
        List.of(options(OPTIONS.toBuilder())), Code.INTERNAL, "crypto providers not configured");
  }

  private void assertEncryptFails(List<EncryptRequest> messages, Code code, String text) {
    assertFails(() -> call(DaprGrpc.getEncryptAlpha1Method(), messages, false), code, text);
  }

  private static void assertFails(ThrowingCallable call, Code code, String text) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.error().grpcCode()).isEqualTo(code);
              assertThat(e.error().message()).isEqualTo(text);
            });
  }
}
