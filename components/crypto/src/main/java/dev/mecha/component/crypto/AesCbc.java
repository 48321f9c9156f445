package dev.mecha.component.crypto;

import com.nimbusds.jose.jwk.JWK;
import dev.mecha.spi.crypto.Ciphertext;
import dev.mecha.spi.crypto.KeyUse;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in CBC mode, which authenticates nothing.
 *
 * @param keyBytes the size of the key
 * @param padded whether messages may have any length
 */
record AesCbc(int keyBytes, boolean padded) implements MessageCipher {

  private static final int BLOCK = 16;
  private static final byte[] NO_TAG = {};

  @Override
  public Ciphertext encrypt(byte[] plaintext, KeyUse use, JWK key) throws GeneralSecurityException {
    Cipher cipher = cipher(Cipher.ENCRYPT_MODE, use, key);
    if (!padded && plaintext.length % BLOCK != 0) {
      throw Failure.invalidPlaintextLength();
    }
    return new Ciphertext(cipher.doFinal(plaintext), NO_TAG);
  }

  @Override
  public byte[] decrypt(Ciphertext ciphertext, KeyUse use, JWK key)
      throws GeneralSecurityException {
    Cipher cipher = cipher(Cipher.DECRYPT_MODE, use, key);
    if (ciphertext.bytes().length % BLOCK != 0) {
      throw Failure.invalidCiphertextLength();
    }
    return cipher.doFinal(ciphertext.bytes());
  }

  private Cipher cipher(int mode, KeyUse use, JWK key) throws GeneralSecurityException {
    byte[] bytes = SymmetricKeys.bytes(key, keyBytes);
    if (use.nonce().length != BLOCK) {
      throw Failure.invalidNonce();
    }
    var cipher = Cipher.getInstance(padded ? "AES/CBC/PKCS5Padding" : "AES/CBC/NoPadding");
    cipher.init(mode, new SecretKeySpec(bytes, "AES"), new IvParameterSpec(use.nonce()));
    return cipher;
  }
}
