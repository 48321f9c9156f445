package dev.mecha.spi.crypto;

/** How a public key is written. */
public enum KeyFormat {
  /** A {@code PUBLIC KEY} in PEM (RFC 7468). */
  PEM,
  /** A JSON Web Key (RFC 7517). */
  JSON
}
