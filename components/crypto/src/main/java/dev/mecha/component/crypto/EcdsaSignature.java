package dev.mecha.component.crypto;

import com.nimbusds.jose.jwk.ECKey;

/** Signatures by elliptic curves; the curve is the key's. */
final class EcdsaSignature extends JdkSignature {

  private final Hash hash;

  EcdsaSignature(Hash hash) {
    super("NONEwithECDSA", ECKey.class);
    this.hash = hash;
  }

  @Override
  byte[] encode(byte[] digest) {
    hash.check(digest);
    return digest;
  }
}
