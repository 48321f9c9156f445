package dev.mecha.component.crypto;

import dev.mecha.spi.ComponentException;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;

/** What made a digest that is signed. */
enum Hash {
  SHA256(32),
  SHA384(48),
  SHA512(64);

  private final int bytes;

  Hash(int bytes) {
    this.bytes = bytes;
  }

  /**
   * @throws ComponentException if it did not make this digest
   */
  void check(byte[] digest) {
    if (digest.length != bytes) {
      throw new ComponentException(
          "digest of " + digest.length + " bytes (expected: " + bytes + ", of " + name() + ")");
    }
  }

  int bytes() {
    return bytes;
  }

  ASN1ObjectIdentifier identifier() {
    return switch (this) {
      case SHA256 -> NISTObjectIdentifiers.id_sha256;
      case SHA384 -> NISTObjectIdentifiers.id_sha384;
      case SHA512 -> NISTObjectIdentifiers.id_sha512;
    };
  }

  Digest digest() {
    return switch (this) {
      case SHA256 -> new SHA256Digest();
      case SHA384 -> new SHA384Digest();
      case SHA512 -> new SHA512Digest();
    };
  }
}
