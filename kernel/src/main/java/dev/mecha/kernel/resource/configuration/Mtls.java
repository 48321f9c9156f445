package dev.mecha.kernel.resource.configuration;

import dev.mecha.kernel.resource.ResourceNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Mutual TLS between runtimes, and the certificate authority behind it.
 *
 * @param enabled false by default
 * @param workloadCertTtl how long a certificate is good for; 24 hours by default
 * @param allowedClockSkew how far clocks may differ; 15 minutes by default
 * @param sentryAddress where the certificate authority is; may be empty
 * @param controlPlaneTrustDomain the trust domain of the control plane; may be empty
 * @param tokenValidators how the authority checks who asks
 */
public record Mtls(
    boolean enabled,
    Duration workloadCertTtl,
    Duration allowedClockSkew,
    String sentryAddress,
    String controlPlaneTrustDomain,
    List<TokenValidator> tokenValidators) {

  /**
   * A way to check a token.
   *
   * @param name such as {@code jwks}
   * @param options of the validator, as text
   */
  public record TokenValidator(String name, Map<String, String> options) {

    private static TokenValidator read(ResourceNode node) {
      return new TokenValidator(
          node.field("name").text(""),
          node.field("options")
              .entries(
                  option -> {
                    String text = option.stringified();
                    return text == null ? "" : text;
                  }));
    }
  }

  static Mtls read(ResourceNode node) {
    return new Mtls(
        node.field("enabled").flag(false),
        node.field("workloadCertTTL").duration(Duration.ofHours(24)),
        node.field("allowedClockSkew").duration(Duration.ofMinutes(15)),
        node.field("sentryAddress").text(""),
        node.field("controlPlaneTrustDomain").text(""),
        node.field("tokenValidators").items(TokenValidator::read));
  }
}
