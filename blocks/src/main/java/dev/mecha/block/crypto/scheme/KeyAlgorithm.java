package dev.mecha.block.crypto.scheme;

import java.util.Locale;

/** How the key of a message is wrapped. */
public enum KeyAlgorithm {
  /** AES key wrap (RFC 3394) with 256 bits. */
  A256KW("A256KW", 1),
  /** AES in CBC mode with 128 bits, without padding. */
  A128CBC_NOPAD("A128CBC-NOPAD", 2),
  /** AES in CBC mode with 192 bits, without padding. */
  A192CBC_NOPAD("A192CBC-NOPAD", 3),
  /** AES in CBC mode with 256 bits, without padding. */
  A256CBC_NOPAD("A256CBC-NOPAD", 4),
  /** RSA with OAEP and SHA-256. */
  RSA_OAEP_256("RSA-OAEP-256", 5);

  private final String label;
  private final int id;

  KeyAlgorithm(String label, int id) {
    this.label = label;
    this.id = id;
  }

  /**
   * @return its name, as components know it
   */
  public String label() {
    return label;
  }

  int id() {
    return id;
  }

  /**
   * @param name in any case; {@code AES} and {@code RSA} stand for the best of their kind
   * @return the algorithm
   * @throws SchemeException if there is no such algorithm
   */
  public static KeyAlgorithm of(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return switch (upper) {
      case "AES" -> A256KW;
      case "RSA" -> RSA_OAEP_256;
      default -> {
        for (KeyAlgorithm algorithm : values()) {
          if (algorithm.label.equals(upper)) {
            yield algorithm;
          }
        }
        throw new SchemeException(
            "option Algorithm is not valid: algorithm " + upper + " is not supported");
      }
    };
  }
}
