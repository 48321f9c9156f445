package dev.mecha.block.crypto.scheme;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The key of one message, from which those of its header and of its segments are derived. */
final class FileKey {

  static final int BYTES = 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] key;

  private FileKey(byte[] key) {
    this.key = key;
  }

  static FileKey random() {
    return new FileKey(randomBytes(BYTES));
  }

  static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /**
   * @param unwrapped 32 bytes
   */
  static FileKey of(byte[] unwrapped) {
    return new FileKey(unwrapped);
  }

  /** Its bytes, to be wrapped. */
  byte[] bytes() {
    return key;
  }

  /** What the third line of the header says about the first two. */
  String mac(byte[] headerLines) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(derive("header", new byte[0]), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(headerLines));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks HMAC with SHA-256", e);
    }
  }

  /** Compares in constant time. The text is compared, so that there is one form only. */
  boolean isMacOf(byte[] headerLines, byte[] text) {
    return MessageDigest.isEqual(mac(headerLines).getBytes(StandardCharsets.ISO_8859_1), text);
  }

  /** The key of the segments. */
  SecretKey payloadKey(Manifest manifest) {
    return new SecretKeySpec(
        derive("payload", manifest.noncePrefix()), manifest.cipher().keyAlgorithm());
  }

  private byte[] derive(String info, byte[] salt) {
    var parameters = HKDFParameterSpec.ofExtract().addIKM(key);
    if (salt.length > 0) {
      parameters.addSalt(salt);
    }
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(parameters.thenExpand(info.getBytes(StandardCharsets.US_ASCII), BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks HKDF with SHA-256", e);
    }
  }
}
