package dev.mecha.component.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.signers.PSSSigner;

/**
 * RSASSA-PSS. The salt is as long as the digest, as RFC 7518 wants it; signatures with the longest
 * salt that fits are accepted too, since the peer makes those.
 *
 * @param hash of the digest and of the mask
 */
record PssSignature(Hash hash) implements SignatureAlgorithm {

  private static final byte TRAILER = (byte) 0xbc;

  @Override
  public byte[] sign(byte[] digest, JWK key) throws GeneralSecurityException, JOSEException {
    hash.check(digest);
    if (!(key instanceof RSAKey rsa) || !key.isPrivate()) {
      throw Failure.keyTypeMismatch();
    }
    PSSSigner signer = signer(hash.bytes());
    signer.init(true, parameters(rsa));
    signer.update(digest, 0, digest.length);
    try {
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static CipherParameters parameters(RSAKey key) throws JOSEException {
    if (key.getFirstPrimeFactor() == null) {
      RSAPrivateKey plain = key.toRSAPrivateKey();
      return new RSAKeyParameters(true, plain.getModulus(), plain.getPrivateExponent());
    }
    return new RSAPrivateCrtKeyParameters(
        key.getModulus().decodeToBigInteger(),
        key.getPublicExponent().decodeToBigInteger(),
        key.getPrivateExponent().decodeToBigInteger(),
        key.getFirstPrimeFactor().decodeToBigInteger(),
        key.getSecondPrimeFactor().decodeToBigInteger(),
        key.getFirstFactorCRTExponent().decodeToBigInteger(),
        key.getSecondFactorCRTExponent().decodeToBigInteger(),
        key.getFirstCRTCoefficient().decodeToBigInteger());
  }

  @Override
  public boolean verify(byte[] digest, byte[] signature, JWK key) throws JOSEException {
    hash.check(digest);
    if (!(key instanceof RSAKey rsa)) {
      throw Failure.keyTypeMismatch();
    }
    RSAPublicKey publicKey = rsa.toRSAPublicKey();
    BigInteger modulus = publicKey.getModulus();
    int longest = (modulus.bitLength() + 6) / Byte.SIZE - hash.bytes() - 2;
    var parameters = new RSAKeyParameters(false, modulus, publicKey.getPublicExponent());
    return isSigned(digest, signature, parameters, hash.bytes())
        || isSigned(digest, signature, parameters, longest);
  }

  private boolean isSigned(byte[] digest, byte[] signature, CipherParameters key, int saltBytes) {
    PSSSigner signer = signer(saltBytes);
    signer.init(false, key);
    signer.update(digest, 0, digest.length);
    return signer.verifySignature(signature);
  }

  private PSSSigner signer(int saltBytes) {
    return PSSSigner.createRawSigner(
        new RSABlindedEngine(), hash.digest(), hash.digest(), saltBytes, TRAILER);
  }
}
