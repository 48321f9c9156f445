package dev.mecha.spi.state;

/**
 * What a store may assume about the bytes of a value. It never changes what a later read returns.
 */
public enum ValueEncoding {
  /**
   * A valid JSON text in UTF-8: what arrives through HTTP. A store may keep it as a document and
   * query it.
   */
  JSON,
  /** Opaque bytes: what arrives through gRPC, and encrypted values. */
  BINARY
}
