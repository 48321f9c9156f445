package dev.mecha.component.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/** A signature that the JDK makes of bytes that it does not hash, or hashes by itself. */
abstract class JdkSignature implements SignatureAlgorithm {

  private final String name;
  private final Class<? extends JWK> keyType;

  /**
   * @param name as the JDK calls it
   * @param keyType of keys that fit
   */
  JdkSignature(String name, Class<? extends JWK> keyType) {
    this.name = name;
    this.keyType = keyType;
  }

  /** What is signed in place of a digest. */
  byte[] encode(byte[] digest) {
    return digest;
  }

  PrivateKey privateKey(JWK key) throws GeneralSecurityException, JOSEException {
    return ((AsymmetricJWK) key).toPrivateKey();
  }

  PublicKey publicKey(JWK key) throws GeneralSecurityException, JOSEException {
    return ((AsymmetricJWK) key).toPublicKey();
  }

  @Override
  public byte[] sign(byte[] digest, JWK key) throws GeneralSecurityException, JOSEException {
    if (!keyType.isInstance(key) || !key.isPrivate()) {
      throw Failure.keyTypeMismatch();
    }
    var signature = Signature.getInstance(name);
    signature.initSign(privateKey(key));
    signature.update(encode(digest));
    return signature.sign();
  }

  @Override
  public boolean verify(byte[] digest, byte[] signed, JWK key)
      throws GeneralSecurityException, JOSEException {
    if (!keyType.isInstance(key)) {
      throw Failure.keyTypeMismatch();
    }
    var signature = Signature.getInstance(name);
    signature.initVerify(publicKey(key));
    signature.update(encode(digest));
    try {
      return signature.verify(signed);
    } catch (SignatureException e) {
      return false; // it is not even one
    }
  }
}
