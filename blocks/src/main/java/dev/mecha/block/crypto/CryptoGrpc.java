package dev.mecha.block.crypto;

import com.google.protobuf.UnsafeByteOperations;
import dev.mecha.block.crypto.scheme.DataCipher;
import dev.mecha.block.crypto.scheme.EncryptOptions;
import dev.mecha.block.crypto.scheme.KeyAlgorithm;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.error.ApiException;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.GrpcStream;
import dev.mecha.kernel.pipeline.GrpcStreamMethod;
import dev.mecha.protocol.common.v1.StreamPayload;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import dev.mecha.protocol.runtime.v1.DecryptRequest;
import dev.mecha.protocol.runtime.v1.DecryptResponse;
import dev.mecha.protocol.runtime.v1.EncryptRequest;
import dev.mecha.protocol.runtime.v1.EncryptRequestOptions;
import dev.mecha.protocol.runtime.v1.EncryptResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encrypting and decrypting over gRPC: the message comes and goes in pieces of any size. */
final class CryptoGrpc {

  /** How long a caller may take to say what it wants. */
  private static final Duration FIRST_MESSAGE = Duration.ofSeconds(5);

  private final CryptoService service;

  CryptoGrpc(CryptoService service) {
    this.service = service;
  }

  List<GrpcStreamMethod<?, ?>> methods() {
    return List.of(
        new GrpcStreamMethod<>(
            DaprGrpc.getEncryptAlpha1Method(),
            Endpoint.of("Encrypt", CryptoHttp.V1_ALPHA1),
            this::encrypt),
        new GrpcStreamMethod<>(
            DaprGrpc.getDecryptAlpha1Method(),
            Endpoint.of("Decrypt", CryptoHttp.V1_ALPHA1),
            this::decrypt));
  }

  private void encrypt(GrpcStream<EncryptRequest, EncryptResponse> stream)
      throws InterruptedException {
    EncryptRequest first = first(stream);
    if (!first.hasOptions()) {
      throw missingOptions();
    }
    EncryptRequestOptions options = first.getOptions();
    require("keyName", options.getKeyName());
    require("keyWrapAlgorithm", options.getKeyWrapAlgorithm());
    var plain =
        new PayloadBody<>(
            first,
            stream,
            message -> message.hasPayload() ? message.getPayload() : null,
            EncryptRequest::hasOptions);
    Body encrypted =
        service.encrypt(
            options.getComponentName(),
            plain,
            () ->
                new EncryptOptions(
                    options.getKeyName(),
                    KeyAlgorithm.of(options.getKeyWrapAlgorithm()),
                    DataCipher.of(options.getDataEncryptionCipher()),
                    options.getOmitDecryptionKeyName(),
                    options.getDecryptionKeyName()));
    send(
        encrypted,
        payload -> stream.send(EncryptResponse.newBuilder().setPayload(payload).build()));
  }

  private void decrypt(GrpcStream<DecryptRequest, DecryptResponse> stream)
      throws InterruptedException {
    DecryptRequest first = first(stream);
    if (!first.hasOptions()) {
      throw missingOptions();
    }
    var encrypted =
        new PayloadBody<>(
            first,
            stream,
            message -> message.hasPayload() ? message.getPayload() : null,
            DecryptRequest::hasOptions);
    var options = first.getOptions();
    send(
        service.decrypt(options.getComponentName(), encrypted, options.getKeyName()),
        payload -> stream.send(DecryptResponse.newBuilder().setPayload(payload).build()));
  }

  private static <Q> Q first(GrpcStream<Q, ?> stream) throws InterruptedException {
    if (!stream.awaitMore(FIRST_MESSAGE)) {
      throw CryptoErrors.badRequest("error waiting for first message: context deadline exceeded")
          .asException();
    }
    Q first;
    try {
      first = stream.receive();
    } catch (ApiException e) {
      throw CryptoErrors.operation("error receiving the first message: " + e.getMessage())
          .asException();
    }
    if (first == null) {
      throw CryptoErrors.operation("error receiving the first message: EOF").asException();
    }
    return first;
  }

  private static ApiException missingOptions() {
    return CryptoErrors.badRequest("first message does not contain the required options")
        .asException();
  }

  private static void require(String property, String value) {
    if (value.isEmpty()) {
      throw CryptoErrors.badRequest("missing property '" + property + "' in the options message")
          .asException();
    }
  }

  private static void send(Body message, Sender sender) throws InterruptedException {
    long number = 0;
    for (byte[] piece = next(message); piece != null; piece = next(message)) {
      sender.send(
          StreamPayload.newBuilder()
              .setData(UnsafeByteOperations.unsafeWrap(piece))
              .setSeq(number++)
              .build());
    }
  }

  private static byte @Nullable [] next(Body message) throws InterruptedException {
    try {
      return message.next();
    } catch (BodyException e) {
      throw CryptoErrors.operation(String.valueOf(e.getMessage())).asException();
    }
  }

  /** Sends a piece, and waits while the caller is slow. */
  @FunctionalInterface
  private interface Sender {
    void send(StreamPayload payload) throws InterruptedException;
  }
}
