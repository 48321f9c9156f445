package dev.mecha.block.crypto.scheme;

/** A message cannot be encrypted as wanted, or is not one that can be decrypted. */
public final class SchemeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, in the peer's words; tells nothing about keys
   */
  public SchemeException(String message) {
    super(message);
  }
}
