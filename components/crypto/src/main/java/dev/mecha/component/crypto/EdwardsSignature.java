package dev.mecha.component.crypto;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;

/** Signatures by Ed25519, which hashes the message itself. */
final class EdwardsSignature extends JdkSignature {

  EdwardsSignature() {
    super("Ed25519", OctetKeyPair.class);
  }

  @Override
  PrivateKey privateKey(JWK key) throws GeneralSecurityException {
    return EdwardsKeys.privateKey((OctetKeyPair) key);
  }

  @Override
  PublicKey publicKey(JWK key) throws GeneralSecurityException {
    return EdwardsKeys.publicKey((OctetKeyPair) key);
  }
}
