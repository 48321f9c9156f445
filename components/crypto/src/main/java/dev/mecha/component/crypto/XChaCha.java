package dev.mecha.component.crypto;

import com.nimbusds.jose.jwk.JWK;
import dev.mecha.spi.crypto.Ciphertext;
import dev.mecha.spi.crypto.KeyUse;
import java.security.GeneralSecurityException;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.XChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** ChaCha20-Poly1305 with a nonce of 24 bytes, which the JDK has not. */
final class XChaCha implements MessageCipher {

  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 24;
  private static final int TAG_BITS = 128;

  @Override
  public Ciphertext encrypt(byte[] plaintext, KeyUse use, JWK key) throws GeneralSecurityException {
    return Aead.split(process(true, plaintext, use, key));
  }

  @Override
  public byte[] decrypt(Ciphertext ciphertext, KeyUse use, JWK key)
      throws GeneralSecurityException {
    return process(false, Aead.join(ciphertext), use, key);
  }

  private static byte[] process(boolean encrypt, byte[] in, KeyUse use, JWK key)
      throws GeneralSecurityException {
    byte[] bytes = SymmetricKeys.bytes(key, KEY_BYTES);
    if (use.nonce().length != NONCE_BYTES) {
      throw Failure.invalidNonce();
    }
    var cipher = new XChaCha20Poly1305();
    cipher.init(
        encrypt,
        new AEADParameters(new KeyParameter(bytes), TAG_BITS, use.nonce(), use.associatedData()));
    byte[] out = new byte[cipher.getOutputSize(in.length)];
    try {
      int length = cipher.processBytes(in, 0, in.length, out, 0);
      cipher.doFinal(out, length);
      return out;
    } catch (InvalidCipherTextException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
