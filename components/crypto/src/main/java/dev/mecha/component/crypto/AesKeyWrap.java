package dev.mecha.component.crypto;

import com.nimbusds.jose.jwk.JWK;
import dev.mecha.spi.crypto.Ciphertext;
import dev.mecha.spi.crypto.KeyUse;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES key wrap (RFC 3394): what is wrapped is a multiple of 8 bytes, and at least 16.
 *
 * @param keyBytes the size of the key that wraps
 */
record AesKeyWrap(int keyBytes) implements MessageCipher {

  private static final int BLOCK = 8;
  private static final byte[] NO_TAG = {};

  @Override
  public Ciphertext encrypt(byte[] plaintext, KeyUse use, JWK key) throws GeneralSecurityException {
    Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key);
    if (plaintext.length % BLOCK != 0 || plaintext.length < 2 * BLOCK) {
      throw Failure.invalidPlaintextLength();
    }
    return new Ciphertext(cipher.doFinal(plaintext), NO_TAG);
  }

  @Override
  public byte[] decrypt(Ciphertext ciphertext, KeyUse use, JWK key)
      throws GeneralSecurityException {
    Cipher cipher = cipher(Cipher.DECRYPT_MODE, key);
    int length = ciphertext.bytes().length;
    if (length % BLOCK != 0 || length < 3 * BLOCK) {
      throw Failure.invalidCiphertextLength();
    }
    return cipher.doFinal(ciphertext.bytes());
  }

  private Cipher cipher(int mode, JWK key) throws GeneralSecurityException {
    byte[] bytes = SymmetricKeys.bytes(key, keyBytes);
    var cipher = Cipher.getInstance("AES/KW/NoPadding");
    cipher.init(mode, new SecretKeySpec(bytes, "AES"));
    return cipher;
  }
}
