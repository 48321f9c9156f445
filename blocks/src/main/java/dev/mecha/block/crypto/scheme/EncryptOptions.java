package dev.mecha.block.crypto.scheme;

/**
 * How a message is encrypted.
 *
 * @param keyName of the key that wraps the message's own
 * @param algorithm how
 * @param cipher for the segments
 * @param omitKeyName whether the message is not to say how its key can be unwrapped
 * @param decryptionKeyName what it says otherwise; empty for {@code keyName}
 */
public record EncryptOptions(
    String keyName,
    KeyAlgorithm algorithm,
    DataCipher cipher,
    boolean omitKeyName,
    String decryptionKeyName) {

  /** What the message says. */
  String manifestKeyName() {
    if (omitKeyName) {
      return "";
    }
    return decryptionKeyName.isEmpty() ? keyName : decryptionKeyName;
  }
}
