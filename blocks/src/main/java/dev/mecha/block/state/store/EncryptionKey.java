package dev.mecha.block.state.store;

import dev.mecha.spi.InvalidMetadataException;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key for values at rest.
 *
 * @param name written behind each value, so that the key to read it with is known; the name of the
 *     secret
 * @param key for AES
 */
public record EncryptionKey(String name, SecretKey key) {

  /**
   * @param field the metadata field, for messages
   * @param name the name of the secret
   * @param hex 16, 24 or 32 bytes in hexadecimal digits
   * @return the key
   * @throws InvalidMetadataException if the text is anything else; it is not shown
   */
  public static EncryptionKey of(String field, String name, String hex) {
    try {
      byte[] bytes = HexFormat.of().parseHex(hex.strip());
      if (bytes.length == 16 || bytes.length == 24 || bytes.length == 32) {
        return new EncryptionKey(name, new SecretKeySpec(bytes, "AES"));
      }
    } catch (IllegalArgumentException e) {
      // The message below says what is expected and must not show what was given.
    }
    throw new InvalidMetadataException(
        field + ": (hidden) (expected: 16, 24 or 32 bytes in hexadecimal digits)");
  }

  /** The name only. */
  @Override
  public String toString() {
    return "EncryptionKey[" + name + "]";
  }
}
