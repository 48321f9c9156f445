package dev.mecha.component.crypto;

import dev.mecha.spi.ComponentException;

/** What goes wrong with keys and algorithms, in the peer's words. */
final class Failure {

  private Failure() {}

  static ComponentException keyNotFound() {
    return new ComponentException("key not found");
  }

  static ComponentException keyTypeMismatch() {
    return new ComponentException("key type mismatch");
  }

  static ComponentException unsupportedAlgorithm() {
    return new ComponentException("unsupported algorithm");
  }

  static ComponentException invalidNonce() {
    return new ComponentException("invalid nonce");
  }

  static ComponentException invalidTag() {
    return new ComponentException("invalid tag");
  }

  static ComponentException invalidPlaintextLength() {
    return new ComponentException("invalid plaintext length");
  }

  static ComponentException invalidCiphertextLength() {
    return new ComponentException("invalid ciphertext length");
  }

  /** The ciphertext, its tag, its nonce or the key is not the right one: which, is not told. */
  static ComponentException notAuthentic(Throwable cause) {
    return new ComponentException("message authentication failed", cause);
  }
}
