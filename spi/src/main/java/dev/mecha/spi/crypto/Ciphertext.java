package dev.mecha.spi.crypto;

/**
 * What was encrypted.
 *
 * @param bytes the ciphertext; not copied
 * @param tag what authenticates it; empty if the algorithm has none; not copied
 */
public record Ciphertext(byte[] bytes, byte[] tag) {

  /** The sizes only. */
  @Override
  public String toString() {
    return bytes.length + " bytes, tag of " + tag.length;
  }
}
