package dev.mecha.component.crypto;

import java.util.Map;

/** The ciphers by the names that RFC 7518 and its drafts give them. */
final class Ciphers {

  private static final Map<String, MessageCipher> BY_NAME =
      Map.ofEntries(
          Map.entry("A128CBC", new AesCbc(16, true)),
          Map.entry("A192CBC", new AesCbc(24, true)),
          Map.entry("A256CBC", new AesCbc(32, true)),
          Map.entry("A128CBC-NOPAD", new AesCbc(16, false)),
          Map.entry("A192CBC-NOPAD", new AesCbc(24, false)),
          Map.entry("A256CBC-NOPAD", new AesCbc(32, false)),
          Map.entry("A128GCM", Aead.aesGcm(16)),
          Map.entry("A192GCM", Aead.aesGcm(24)),
          Map.entry("A256GCM", Aead.aesGcm(32)),
          Map.entry("A128CBC-HS256", new AesCbcHmac(32)),
          Map.entry("A192CBC-HS384", new AesCbcHmac(48)),
          Map.entry("A256CBC-HS512", new AesCbcHmac(64)),
          Map.entry("A128KW", new AesKeyWrap(16)),
          Map.entry("A192KW", new AesKeyWrap(24)),
          Map.entry("A256KW", new AesKeyWrap(32)),
          Map.entry("C20P", Aead.chaCha20Poly1305()),
          Map.entry("C20PKW", Aead.chaCha20Poly1305()),
          Map.entry("XC20P", new XChaCha()),
          Map.entry("XC20PKW", new XChaCha()),
          Map.entry("RSA1_5", new RsaEncryption("")),
          Map.entry("RSA-OAEP", new RsaEncryption("SHA-1")),
          Map.entry("RSA-OAEP-256", new RsaEncryption("SHA-256")),
          Map.entry("RSA-OAEP-384", new RsaEncryption("SHA-384")),
          Map.entry("RSA-OAEP-512", new RsaEncryption("SHA-512")));

  private Ciphers() {}

  /**
   * @throws dev.mecha.spi.ComponentException if there is none of that name
   */
  static MessageCipher of(String algorithm) {
    MessageCipher cipher = BY_NAME.get(algorithm);
    if (cipher == null) {
      throw Failure.unsupportedAlgorithm();
    }
    return cipher;
  }
}
