package dev.mecha.component.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/** Writes keys. */
final class KeyWriter {

  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private KeyWriter() {}

  /** The bytes of a symmetric key; otherwise DER, of the private half if there is one. */
  static byte[] bytes(JWK key) throws GeneralSecurityException, JOSEException {
    return switch (key) {
      case OctetSequenceKey symmetric -> symmetric.toByteArray();
      case OctetKeyPair pair when pair.isPrivate() -> EdwardsKeys.privateKey(pair).getEncoded();
      case AsymmetricJWK asymmetric when key.isPrivate() -> asymmetric.toPrivateKey().getEncoded();
      default -> publicBytes(key);
    };
  }

  /** The public half of an asymmetric key in PEM. */
  static String pem(JWK key) throws GeneralSecurityException, JOSEException {
    return "-----BEGIN PUBLIC KEY-----\n"
        + LINES.encodeToString(publicBytes(key))
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static byte[] publicBytes(JWK key) throws GeneralSecurityException, JOSEException {
    return switch (key) {
      case OctetKeyPair pair -> EdwardsKeys.publicKey(pair).getEncoded();
      case AsymmetricJWK asymmetric -> asymmetric.toPublicKey().getEncoded();
      default -> throw Failure.keyTypeMismatch();
    };
  }
}
