package dev.mecha.component.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import java.security.GeneralSecurityException;

/** An algorithm that signs digests. Thread-safe. */
interface SignatureAlgorithm {

  /**
   * @param key of any type, with its private half
   * @throws dev.mecha.spi.ComponentException if key or digest do not fit
   */
  byte[] sign(byte[] digest, JWK key) throws GeneralSecurityException, JOSEException;

  /**
   * @param key of any type
   * @throws dev.mecha.spi.ComponentException if the key does not fit
   */
  boolean verify(byte[] digest, byte[] signature, JWK key)
      throws GeneralSecurityException, JOSEException;
}
