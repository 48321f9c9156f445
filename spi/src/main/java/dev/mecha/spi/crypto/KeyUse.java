package dev.mecha.spi.crypto;

/**
 * Which key encrypts or decrypts, and how.
 *
 * @param algorithm as RFC 7518 names it, such as {@code A256KW} or {@code RSA-OAEP-256}; {@code
 *     A256CBC-NOPAD} and its like are CBC without padding, {@code C20P} and {@code XC20P}
 *     ChaCha20-Poly1305
 * @param keyName of the key, in some engines {@code name/version}
 * @param nonce the initialization vector that the algorithm asks for; empty for none; not copied
 * @param associatedData what is authenticated besides, or the label of RSA-OAEP; empty for none;
 *     not copied
 */
public record KeyUse(String algorithm, String keyName, byte[] nonce, byte[] associatedData) {

  private static final byte[] NONE = {};

  /**
   * @param algorithm as RFC 7518 names it
   * @param keyName of the key
   * @return the same without nonce and associated data
   */
  public static KeyUse of(String algorithm, String keyName) {
    return new KeyUse(algorithm, keyName, NONE, NONE);
  }

  /** Algorithm and key only. */
  @Override
  public String toString() {
    return algorithm + " " + keyName;
  }
}
