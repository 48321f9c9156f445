package dev.mecha.component.crypto;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/** Keys of Ed25519 between the forms of the JDK and of JSON Web Keys. */
final class EdwardsKeys {

  private static final int BYTES = 32;
  private static final String ED25519 = "Ed25519";

  /** What RFC 8410 calls it. */
  private static final ASN1ObjectIdentifier NAME = new ASN1ObjectIdentifier("1.3.101.112");

  private EdwardsKeys() {}

  static OctetKeyPair of(EdECPrivateKey key) {
    byte[] secret =
        key.getBytes()
            .filter(bytes -> bytes.length == BYTES)
            .orElseThrow(() -> new IllegalArgumentException("not a key of Ed25519"));
    byte[] point = new Ed25519PrivateKeyParameters(secret).generatePublicKey().getEncoded();
    return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point))
        .d(Base64URL.encode(secret))
        .build();
  }

  static OctetKeyPair of(EdECPublicKey key) {
    byte[] encoded = key.getEncoded();
    if (!ED25519.equals(key.getParams().getName())) {
      throw new IllegalArgumentException("not a key of Ed25519");
    }
    byte[] point = Arrays.copyOfRange(encoded, encoded.length - BYTES, encoded.length);
    return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point)).build();
  }

  /**
   * @throws dev.mecha.spi.ComponentException if it is one of another curve
   */
  static PrivateKey privateKey(OctetKeyPair key) throws GeneralSecurityException {
    check(key);
    return KeyFactory.getInstance(ED25519)
        .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, key.getD().decode()));
  }

  /**
   * @throws dev.mecha.spi.ComponentException if it is one of another curve
   */
  static PublicKey publicKey(OctetKeyPair key) throws GeneralSecurityException {
    check(key);
    try {
      var encoded = new SubjectPublicKeyInfo(new AlgorithmIdentifier(NAME), key.getX().decode());
      return KeyFactory.getInstance(ED25519)
          .generatePublic(new X509EncodedKeySpec(encoded.getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  private static void check(OctetKeyPair key) {
    if (!Curve.Ed25519.equals(key.getCurve())) {
      throw Failure.keyTypeMismatch();
    }
  }
}
