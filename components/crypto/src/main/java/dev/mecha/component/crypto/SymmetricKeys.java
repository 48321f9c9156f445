package dev.mecha.component.crypto;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;

/** The bytes of symmetric keys. */
final class SymmetricKeys {

  private SymmetricKeys() {}

  /**
   * @param size that the algorithm asks for, in bytes
   * @throws dev.mecha.spi.ComponentException if it is another one, or the key is asymmetric
   */
  static byte[] bytes(JWK key, int size) {
    if (key instanceof OctetSequenceKey symmetric) {
      byte[] bytes = symmetric.toByteArray();
      if (bytes.length == size) {
        return bytes;
      }
    }
    throw Failure.keyTypeMismatch();
  }
}
