package dev.mecha.component.crypto;

import com.nimbusds.jose.jwk.JWK;
import dev.mecha.spi.crypto.Ciphertext;
import dev.mecha.spi.crypto.KeyUse;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the JDK has of ciphers that authenticate: AES in Galois/counter mode, ChaCha20-Poly1305.
 *
 * @param transformation as the JDK calls it
 * @param keyBytes the size of the key
 */
record Aead(String transformation, int keyBytes) implements MessageCipher {

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;

  static Aead aesGcm(int keyBytes) {
    return new Aead("AES/GCM/NoPadding", keyBytes);
  }

  static Aead chaCha20Poly1305() {
    return new Aead("ChaCha20-Poly1305", 32);
  }

  @Override
  public Ciphertext encrypt(byte[] plaintext, KeyUse use, JWK key) throws GeneralSecurityException {
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, use, key).doFinal(plaintext);
    return split(sealed);
  }

  /** The tag is what comes last. */
  static Ciphertext split(byte[] sealed) {
    int length = sealed.length - TAG_BYTES;
    return new Ciphertext(
        Arrays.copyOf(sealed, length), Arrays.copyOfRange(sealed, length, sealed.length));
  }

  @Override
  public byte[] decrypt(Ciphertext ciphertext, KeyUse use, JWK key)
      throws GeneralSecurityException {
    Cipher cipher = cipher(Cipher.DECRYPT_MODE, use, key);
    return cipher.doFinal(join(ciphertext));
  }

  static byte[] join(Ciphertext ciphertext) {
    byte[] tag = ciphertext.tag();
    if (tag.length != TAG_BYTES) {
      throw Failure.invalidTag();
    }
    byte[] bytes = ciphertext.bytes();
    byte[] sealed = Arrays.copyOf(bytes, bytes.length + TAG_BYTES);
    System.arraycopy(tag, 0, sealed, bytes.length, TAG_BYTES);
    return sealed;
  }

  private Cipher cipher(int mode, KeyUse use, JWK key) throws GeneralSecurityException {
    byte[] bytes = SymmetricKeys.bytes(key, keyBytes);
    if (use.nonce().length != NONCE_BYTES) {
      throw Failure.invalidNonce();
    }
    boolean aes = transformation.startsWith("AES");
    AlgorithmParameterSpec parameters =
        aes
            ? new GCMParameterSpec(TAG_BYTES * Byte.SIZE, use.nonce())
            : new IvParameterSpec(use.nonce());
    var cipher = Cipher.getInstance(transformation);
    cipher.init(mode, new SecretKeySpec(bytes, aes ? "AES" : "ChaCha20"), parameters);
    cipher.updateAAD(use.associatedData());
    return cipher;
  }
}
