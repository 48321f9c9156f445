package dev.mecha.component.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import dev.mecha.spi.crypto.Ciphertext;
import dev.mecha.spi.crypto.KeyUse;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/**
 * RSA with OAEP, the associated data being its label, or with the padding of PKCS #1 1.5.
 *
 * @param hash of OAEP and its mask, such as {@code SHA-256}; empty for the padding of PKCS #1
 */
record RsaEncryption(String hash) implements MessageCipher {

  private static final byte[] NO_TAG = {};

  @Override
  public Ciphertext encrypt(byte[] plaintext, KeyUse use, JWK key) throws GeneralSecurityException {
    try {
      Key publicKey = rsa(key).toRSAPublicKey();
      return new Ciphertext(cipher(Cipher.ENCRYPT_MODE, use, publicKey).doFinal(plaintext), NO_TAG);
    } catch (JOSEException e) {
      throw new GeneralSecurityException(e);
    }
  }

  @Override
  public byte[] decrypt(Ciphertext ciphertext, KeyUse use, JWK key)
      throws GeneralSecurityException {
    if (!key.isPrivate()) {
      throw Failure.keyTypeMismatch();
    }
    try {
      Key privateKey = rsa(key).toRSAPrivateKey();
      return cipher(Cipher.DECRYPT_MODE, use, privateKey).doFinal(ciphertext.bytes());
    } catch (JOSEException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static RSAKey rsa(JWK key) {
    if (key instanceof RSAKey rsa) {
      return rsa;
    }
    throw Failure.keyTypeMismatch();
  }

  private Cipher cipher(int mode, KeyUse use, Key key) throws GeneralSecurityException {
    if (hash.isEmpty()) {
      var cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
      cipher.init(mode, key);
      return cipher;
    }
    var cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        mode,
        key,
        new OAEPParameterSpec(
            hash,
            "MGF1",
            new MGF1ParameterSpec(hash),
            new PSource.PSpecified(use.associatedData())));
    return cipher;
  }
}
