package dev.mecha.component.crypto;

import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;

/** RSA signatures of PKCS #1 1.5: the digest is signed together with the name of its hash. */
final class RsaSignature extends JdkSignature {

  private final Hash hash;

  RsaSignature(Hash hash) {
    super("NONEwithRSA", RSAKey.class);
    this.hash = hash;
  }

  @Override
  byte[] encode(byte[] digest) {
    hash.check(digest);
    var name = new AlgorithmIdentifier(hash.identifier(), DERNull.INSTANCE);
    try {
      return new DigestInfo(name, digest).getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }
}
