package dev.mecha.component.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.impl.AESCBC;
import com.nimbusds.jose.jwk.JWK;
import dev.mecha.spi.crypto.Ciphertext;
import dev.mecha.spi.crypto.KeyUse;
import java.security.GeneralSecurityException;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in CBC mode, authenticated with HMAC (RFC 7518, section 5.2). Half of the key is for either.
 *
 * @param keyBytes the size of both halves
 */
record AesCbcHmac(int keyBytes) implements MessageCipher {

  private static final int BLOCK = 16;

  @Override
  public Ciphertext encrypt(byte[] plaintext, KeyUse use, JWK key) throws GeneralSecurityException {
    try {
      var sealed =
          AESCBC.encryptAuthenticated(
              key(use, key), use.nonce(), plaintext, use.associatedData(), null, null);
      return new Ciphertext(sealed.getCipherText(), sealed.getAuthenticationTag());
    } catch (JOSEException e) {
      throw new GeneralSecurityException(e);
    }
  }

  @Override
  public byte[] decrypt(Ciphertext ciphertext, KeyUse use, JWK key)
      throws GeneralSecurityException {
    SecretKeySpec secret = key(use, key);
    if (ciphertext.tag().length != keyBytes / 2) {
      throw Failure.invalidTag();
    }
    try {
      return AESCBC.decryptAuthenticated(
          secret,
          use.nonce(),
          ciphertext.bytes(),
          use.associatedData(),
          ciphertext.tag(),
          null,
          null);
    } catch (JOSEException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private SecretKeySpec key(KeyUse use, JWK key) {
    byte[] bytes = SymmetricKeys.bytes(key, keyBytes);
    if (use.nonce().length != BLOCK) {
      throw Failure.invalidNonce();
    }
    return new SecretKeySpec(bytes, "AES");
  }
}
