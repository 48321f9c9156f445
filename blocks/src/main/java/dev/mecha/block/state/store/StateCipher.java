package dev.mecha.block.state.store;

import dev.mecha.spi.ComponentException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts values at rest in the peer's format: {@code base64(nonce + ciphertext) || key name}, AES
 * in GCM mode with a random nonce of 12 bytes and a tag of 16.
 */
final class StateCipher {

  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final String storeName;
  private final EncryptionKey primary;
  private final List<EncryptionKey> keys;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param storeName for messages
   * @param keys the primary key, which writes, and those that can still read
   */
  StateCipher(String storeName, List<EncryptionKey> keys) {
    this.storeName = storeName;
    this.primary = keys.getFirst();
    this.keys = List.copyOf(keys);
  }

  byte[] encrypt(byte[] value) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = Cipher.getInstance(TRANSFORMATION);
      cipher.init(Cipher.ENCRYPT_MODE, primary.key(), new GCMParameterSpec(TAG_BITS, nonce));
      ByteBuffer sealed = ByteBuffer.allocate(NONCE_BYTES + cipher.getOutputSize(value.length));
      cipher.doFinal(ByteBuffer.wrap(value), sealed.put(nonce));
      String text = Base64.getEncoder().encodeToString(sealed.array());
      return (text + KeyPrefix.SEPARATOR + primary.name()).getBytes(StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new ComponentException("could not encrypt data for state store " + storeName, e);
    }
  }

  byte[] decrypt(byte[] stored) {
    if (stored.length == 0) {
      return stored;
    }
    String text = new String(stored, StandardCharsets.UTF_8);
    int separator = text.lastIndexOf(KeyPrefix.SEPARATOR);
    if (separator < 0) {
      throw failure("encryption key name not found on record", null);
    }
    String name = text.substring(separator + KeyPrefix.SEPARATOR.length());
    EncryptionKey key =
        keys.stream()
            .filter(known -> known.name().equals(name))
            .findFirst()
            .orElseThrow(() -> failure("unknown encryption key " + name, null));
    try {
      byte[] sealed = Base64.getDecoder().decode(text.substring(0, separator));
      if (sealed.length < NONCE_BYTES) {
        throw failure("the record is too short", null);
      }
      Cipher cipher = Cipher.getInstance(TRANSFORMATION);
      cipher.init(
          Cipher.DECRYPT_MODE, key.key(), new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
      return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw failure("the record is damaged or was written with another key", e);
    }
  }

  private ComponentException failure(String reason, @Nullable Exception cause) {
    return new ComponentException(
        "could not decrypt data for state store " + storeName + ": " + reason, cause);
  }
}
