package dev.mecha.block.crypto;

import dev.mecha.block.crypto.scheme.DecryptedBody;
import dev.mecha.block.crypto.scheme.EncryptOptions;
import dev.mecha.block.crypto.scheme.EncryptedBody;
import dev.mecha.block.crypto.scheme.KeyAlgorithm;
import dev.mecha.block.crypto.scheme.SchemeException;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.error.ApiException;
import dev.mecha.kernel.registry.Offload;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.crypto.Ciphertext;
import dev.mecha.spi.crypto.KeyUse;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts and decrypts messages without a transport. The message flows through: what its reader
 * does not take is not asked of its sender, and one segment is in memory.
 */
final class CryptoService {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");
  private static final byte[] NO_KEY = {};

  private final Providers providers;
  private final Offload offload;

  CryptoService(Providers providers, Offload offload) {
    this.providers = providers;
    this.offload = offload;
  }

  /**
   * @throws ApiException if there is no such provider
   */
  void require(String provider) {
    providers.require(provider);
  }

  /**
   * @param options asked for here, so that what is wrong with them is answered as everything else
   * @return the encrypted message
   */
  Body encrypt(String provider, Body plain, Supplier<EncryptOptions> options)
      throws InterruptedException {
    providers.require(provider);
    try {
      return EncryptedBody.of(
          plain,
          options.get(),
          (key, algorithm, keyName) -> wrap(provider, key, algorithm, keyName),
          offload);
    } catch (SchemeException | BodyException e) {
      throw CryptoErrors.operation(String.valueOf(e.getMessage())).asException();
    }
  }

  private byte[] wrap(String provider, byte[] key, KeyAlgorithm algorithm, String keyName)
      throws InterruptedException {
    try {
      return providers
          .call(provider, "crypto_op", p -> p.wrapKey(key, KeyUse.of(algorithm.label(), keyName)))
          .bytes();
    } catch (ComponentException e) {
      throw new SchemeException("failed to wrap the file key: " + e.getMessage());
    }
  }

  /**
   * @param keyName in place of the one that the message names; empty for that one
   * @return the message
   */
  Body decrypt(String provider, Body encrypted, String keyName) throws InterruptedException {
    providers.require(provider);
    try {
      return DecryptedBody.of(
          encrypted,
          keyName,
          (key, algorithm, name) -> unwrap(provider, key, algorithm, name),
          offload);
    } catch (SchemeException | BodyException e) {
      throw CryptoErrors.operation(String.valueOf(e.getMessage())).asException();
    }
  }

  /** Whether there is such a key is not told: without it the header is not authentic. */
  private byte[] unwrap(String provider, byte[] wrapped, KeyAlgorithm algorithm, String keyName)
      throws InterruptedException {
    try {
      return providers.call(
          provider,
          "crypto_op",
          p -> p.unwrapKey(new Ciphertext(wrapped, NO_KEY), KeyUse.of(algorithm.label(), keyName)));
    } catch (ComponentException e) {
      LOG.debug("The key of a message cannot be unwrapped by {}: {}", provider, e.getMessage());
      return NO_KEY;
    }
  }
}
