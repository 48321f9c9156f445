package dev.mecha.block.crypto.scheme;

import java.security.spec.AlgorithmParameterSpec;
import java.util.Locale;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/** What encrypts the segments of a message; both authenticate with a tag of 16 bytes. */
public enum DataCipher {
  /** AES in Galois/counter mode with 256 bits. */
  AES_GCM("AES-GCM", 1, "AES/GCM/NoPadding", "AES"),
  /** For machines without instructions for AES. */
  CHACHA20_POLY1305("CHACHA20-POLY1305", 2, "ChaCha20-Poly1305", "ChaCha20");

  private final String label;
  private final int id;
  private final String transformation;
  private final String keyAlgorithm;

  DataCipher(String label, int id, String transformation, String keyAlgorithm) {
    this.label = label;
    this.id = id;
    this.transformation = transformation;
    this.keyAlgorithm = keyAlgorithm;
  }

  int id() {
    return id;
  }

  String transformation() {
    return transformation;
  }

  String keyAlgorithm() {
    return keyAlgorithm;
  }

  AlgorithmParameterSpec parameters(byte[] nonce) {
    return switch (this) {
      case AES_GCM -> new GCMParameterSpec(128, nonce);
      case CHACHA20_POLY1305 -> new IvParameterSpec(nonce);
    };
  }

  /**
   * @param name in any case; empty for {@link #AES_GCM}
   * @return the cipher
   * @throws SchemeException if there is no such cipher
   */
  public static DataCipher of(String name) {
    if (name.isEmpty()) {
      return AES_GCM;
    }
    String upper = name.toUpperCase(Locale.ROOT);
    for (DataCipher cipher : values()) {
      if (cipher.label.equals(upper)) {
        return cipher;
      }
    }
    throw new SchemeException("option Cipher is not valid: cipher " + upper + " is not supported");
  }
}
