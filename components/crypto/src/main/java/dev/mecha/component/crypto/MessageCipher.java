package dev.mecha.component.crypto;

import com.nimbusds.jose.jwk.JWK;
import dev.mecha.spi.crypto.Ciphertext;
import dev.mecha.spi.crypto.KeyUse;
import java.security.GeneralSecurityException;

/** An algorithm that encrypts small messages, or keys. Thread-safe. */
interface MessageCipher {

  /**
   * @param key of any type
   * @throws dev.mecha.spi.ComponentException if key, nonce or length do not fit
   */
  Ciphertext encrypt(byte[] plaintext, KeyUse use, JWK key) throws GeneralSecurityException;

  /**
   * @param key of any type
   * @throws dev.mecha.spi.ComponentException if key, nonce or length do not fit
   * @throws GeneralSecurityException if it is not authentic
   */
  byte[] decrypt(Ciphertext ciphertext, KeyUse use, JWK key) throws GeneralSecurityException;
}
