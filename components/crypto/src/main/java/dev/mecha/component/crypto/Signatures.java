package dev.mecha.component.crypto;

import java.util.Map;

/** The signatures by the names that RFC 7518 gives them. */
final class Signatures {

  private static final Map<String, SignatureAlgorithm> BY_NAME =
      Map.ofEntries(
          Map.entry("RS256", new RsaSignature(Hash.SHA256)),
          Map.entry("RS384", new RsaSignature(Hash.SHA384)),
          Map.entry("RS512", new RsaSignature(Hash.SHA512)),
          Map.entry("PS256", new PssSignature(Hash.SHA256)),
          Map.entry("PS384", new PssSignature(Hash.SHA384)),
          Map.entry("PS512", new PssSignature(Hash.SHA512)),
          Map.entry("ES256", new EcdsaSignature(Hash.SHA256)),
          Map.entry("ES384", new EcdsaSignature(Hash.SHA384)),
          Map.entry("ES512", new EcdsaSignature(Hash.SHA512)),
          Map.entry("EdDSA", new EdwardsSignature()));

  private Signatures() {}

  /**
   * @throws dev.mecha.spi.ComponentException if there is none of that name
   */
  static SignatureAlgorithm of(String algorithm) {
    SignatureAlgorithm signature = BY_NAME.get(algorithm);
    if (signature == null) {
      throw Failure.unsupportedAlgorithm();
    }
    return signature;
  }
}
