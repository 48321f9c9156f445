package dev.mecha.block.crypto;

import com.google.protobuf.ByteString;
import dev.mecha.protocol.runtime.v1.SubtleDecryptRequest;
import dev.mecha.protocol.runtime.v1.SubtleDecryptResponse;
import dev.mecha.protocol.runtime.v1.SubtleEncryptRequest;
import dev.mecha.protocol.runtime.v1.SubtleEncryptResponse;
import dev.mecha.protocol.runtime.v1.SubtleGetKeyRequest;
import dev.mecha.protocol.runtime.v1.SubtleGetKeyResponse;
import dev.mecha.protocol.runtime.v1.SubtleSignRequest;
import dev.mecha.protocol.runtime.v1.SubtleSignResponse;
import dev.mecha.protocol.runtime.v1.SubtleUnwrapKeyRequest;
import dev.mecha.protocol.runtime.v1.SubtleUnwrapKeyResponse;
import dev.mecha.protocol.runtime.v1.SubtleVerifyRequest;
import dev.mecha.protocol.runtime.v1.SubtleVerifyResponse;
import dev.mecha.protocol.runtime.v1.SubtleWrapKeyRequest;
import dev.mecha.protocol.runtime.v1.SubtleWrapKeyResponse;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.crypto.Ciphertext;
import dev.mecha.spi.crypto.KeyFormat;
import dev.mecha.spi.crypto.KeyUse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes with keys on small messages. Why an operation fails is for the debug log: told to the
 * caller it could tell an attacker something about the key.
 */
final class SubtleService {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");
  private static final String OPERATION = "crypto_op";

  private final Providers providers;

  SubtleService(Providers providers) {
    this.providers = providers;
  }

  SubtleGetKeyResponse getKey(SubtleGetKeyRequest in) throws InterruptedException {
    providers.require(in.getComponentName());
    KeyFormat format =
        switch (in.getFormat()) {
          case PEM -> KeyFormat.PEM;
          case JSON -> KeyFormat.JSON;
          case UNRECOGNIZED -> throw CryptoErrors.badRequest("invalid key format").asException();
        };
    try {
      var key =
          providers.call(in.getComponentName(), "get", p -> p.publicKey(in.getName(), format));
      return SubtleGetKeyResponse.newBuilder().setName(key.name()).setPublicKey(key.text()).build();
    } catch (ComponentException e) {
      throw CryptoErrors.key(in.getName(), String.valueOf(e.getMessage())).asException();
    }
  }

  SubtleEncryptResponse encrypt(SubtleEncryptRequest in) throws InterruptedException {
    KeyUse use = use(in.getAlgorithm(), in.getKeyName(), in.getNonce(), in.getAssociatedData());
    Ciphertext out =
        run(
            in.getComponentName(),
            "failed to encrypt",
            p -> p.encrypt(in.getPlaintext().toByteArray(), use));
    return SubtleEncryptResponse.newBuilder()
        .setCiphertext(ByteString.copyFrom(out.bytes()))
        .setTag(ByteString.copyFrom(out.tag()))
        .build();
  }

  SubtleDecryptResponse decrypt(SubtleDecryptRequest in) throws InterruptedException {
    KeyUse use = use(in.getAlgorithm(), in.getKeyName(), in.getNonce(), in.getAssociatedData());
    byte[] out =
        run(
            in.getComponentName(),
            "failed to decrypt",
            p -> p.decrypt(ciphertext(in.getCiphertext(), in.getTag()), use));
    return SubtleDecryptResponse.newBuilder().setPlaintext(ByteString.copyFrom(out)).build();
  }

  SubtleWrapKeyResponse wrapKey(SubtleWrapKeyRequest in) throws InterruptedException {
    KeyUse use = use(in.getAlgorithm(), in.getKeyName(), in.getNonce(), in.getAssociatedData());
    Ciphertext out =
        run(
            in.getComponentName(),
            "failed to wrap key",
            p -> p.wrapKey(p.readKey(in.getPlaintextKey().toByteArray()), use));
    return SubtleWrapKeyResponse.newBuilder()
        .setWrappedKey(ByteString.copyFrom(out.bytes()))
        .setTag(ByteString.copyFrom(out.tag()))
        .build();
  }

  SubtleUnwrapKeyResponse unwrapKey(SubtleUnwrapKeyRequest in) throws InterruptedException {
    KeyUse use = use(in.getAlgorithm(), in.getKeyName(), in.getNonce(), in.getAssociatedData());
    byte[] out =
        run(
            in.getComponentName(),
            "failed to unwrap key",
            p -> p.unwrapKey(ciphertext(in.getWrappedKey(), in.getTag()), use));
    return SubtleUnwrapKeyResponse.newBuilder().setPlaintextKey(ByteString.copyFrom(out)).build();
  }

  SubtleSignResponse sign(SubtleSignRequest in) throws InterruptedException {
    byte[] out =
        run(
            in.getComponentName(),
            "failed to sign",
            p -> p.sign(in.getDigest().toByteArray(), in.getAlgorithm(), in.getKeyName()));
    return SubtleSignResponse.newBuilder().setSignature(ByteString.copyFrom(out)).build();
  }

  SubtleVerifyResponse verify(SubtleVerifyRequest in) throws InterruptedException {
    boolean valid =
        run(
            in.getComponentName(),
            "failed to verify signature",
            p ->
                p.verify(
                    in.getDigest().toByteArray(),
                    in.getSignature().toByteArray(),
                    in.getAlgorithm(),
                    in.getKeyName()));
    return SubtleVerifyResponse.newBuilder().setValid(valid).build();
  }

  private <T> T run(String provider, String failure, Providers.Call<T> call)
      throws InterruptedException {
    try {
      return providers.call(provider, OPERATION, call);
    } catch (ComponentException e) {
      LOG.debug("{}: {}", failure, e.getMessage());
      throw CryptoErrors.operation(failure).asException();
    }
  }

  private static KeyUse use(
      String algorithm, String keyName, ByteString nonce, ByteString associatedData) {
    return new KeyUse(algorithm, keyName, nonce.toByteArray(), associatedData.toByteArray());
  }

  private static Ciphertext ciphertext(ByteString bytes, ByteString tag) {
    return new Ciphertext(bytes.toByteArray(), tag.toByteArray());
  }
}
