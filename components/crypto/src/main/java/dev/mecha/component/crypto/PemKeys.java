package dev.mecha.component.crypto;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import dev.mecha.component.support.ClientIdentity;
import dev.mecha.component.support.PrivateKeys;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.ECNamedCurveTable;

/** Asymmetric keys in PEM; of a private key the public half comes along. */
final class PemKeys {

  private static final Pattern PUBLIC =
      Pattern.compile("-----BEGIN ((?:RSA )?PUBLIC KEY)-----([^-]+)-----END \\1-----");

  private PemKeys() {}

  /**
   * @throws IllegalArgumentException if the text holds no key, or one of a kind that is not known
   */
  static JWK parse(String pem) {
    try {
      if (pem.contains("PRIVATE KEY-----")) {
        return privateKey(PrivateKeys.parse(pem));
      }
      Matcher block = PUBLIC.matcher(pem);
      if (!block.find()) {
        return publicKey(ClientIdentity.certificates(pem).getFirst().getPublicKey());
      }
      byte[] body = Base64.getMimeDecoder().decode(block.group(2));
      return publicKey(read(block.group(1).startsWith("RSA") ? wrapped(body) : body));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("not a key in PEM", e);
    }
  }

  /** The form of PKCS #1 inside of the one that all keys have. */
  private static byte[] wrapped(byte[] pkcs1) throws IOException {
    var rsa = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
    return new SubjectPublicKeyInfo(rsa, pkcs1).getEncoded();
  }

  private static PublicKey read(byte[] encoded) throws GeneralSecurityException {
    var info = SubjectPublicKeyInfo.getInstance(encoded);
    String algorithm = info.getAlgorithm().getAlgorithm().getId();
    return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
  }

  private static JWK publicKey(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa -> new RSAKey.Builder(rsa).build();
      case ECPublicKey ec ->
          new ECKey.Builder(Curve.forECParameterSpec(ec.getParams()), ec).build();
      case EdECPublicKey edwards -> EdwardsKeys.of(edwards);
      default -> throw new IllegalArgumentException("invalid key type");
    };
  }

  private static JWK privateKey(java.security.PrivateKey key) throws GeneralSecurityException {
    return switch (key) {
      case RSAPrivateCrtKey rsa -> new RSAKey.Builder(publicHalf(rsa)).privateKey(rsa).build();
      case ECPrivateKey ec -> ecKey(ec);
      case EdECPrivateKey edwards -> EdwardsKeys.of(edwards);
      default -> throw new IllegalArgumentException("invalid key type");
    };
  }

  private static RSAPublicKey publicHalf(RSAPrivateCrtKey key) throws GeneralSecurityException {
    return (RSAPublicKey)
        KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
  }

  private static ECKey ecKey(ECPrivateKey key) {
    Curve curve = Curve.forECParameterSpec(key.getParams());
    if (curve == null) {
      throw new IllegalArgumentException("not a curve of JSON Web Keys");
    }
    var point =
        ECNamedCurveTable.getParameterSpec(curve.getStdName())
            .getG()
            .multiply(key.getS())
            .normalize();
    int bits = key.getParams().getCurve().getField().getFieldSize();
    return new ECKey.Builder(
            curve,
            ECKey.encodeCoordinate(bits, point.getAffineXCoord().toBigInteger()),
            ECKey.encodeCoordinate(bits, point.getAffineYCoord().toBigInteger()))
        .privateKey(key)
        .build();
  }
}
