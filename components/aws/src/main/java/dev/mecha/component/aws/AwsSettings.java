package dev.mecha.component.aws;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.Property;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;

/**
 * Where a service is and as whom to call it: the fields that every component of this family has.
 *
 * @param region where the service is; null leaves it to the environment and the shared
 *     configuration file
 * @param endpoint a server in place of the region's own; null for none
 * @param keys as whom; null leaves it to the SDK's default chain
 * @param role whom to become with that; null for nobody else
 */
record AwsSettings(
    @Nullable Region region, @Nullable URI endpoint, @Nullable Keys keys, @Nullable Role role) {

  private static final String SESSION = "DaprDefaultSession";

  /**
   * An access key.
   *
   * @param access its name
   * @param secret what proves it
   * @param session the token of a key that expires, or null
   */
  record Keys(String access, String secret, @Nullable String session) {

    /** Nothing of it. */
    @Override
    public String toString() {
      return "(hidden)";
    }
  }

  /**
   * A role to assume.
   *
   * @param arn which
   * @param session under which name
   */
  record Role(String arn, String session) {}

  /**
   * @param metadata of a component
   * @return its fields
   * @throws InvalidMetadataException if one is wrong, or belongs to another one that is missing
   */
  static AwsSettings of(ComponentMetadata metadata) {
    return of(metadata, metadata.property("endpoint"));
  }

  /**
   * @param metadata of a component
   * @param endpoint the field that names another server
   * @return its fields
   * @throws InvalidMetadataException if one is wrong, or belongs to another one that is missing
   */
  static AwsSettings of(ComponentMetadata metadata, Property endpoint) {
    refuseCertificates(metadata);
    Property region = metadata.property("region", "awsRegion");
    return new AwsSettings(
        region.isPresent() ? region.parse("a region such as us-east-1", AwsSettings::region) : null,
        endpoint.isPresent()
            ? endpoint.parse("a URL such as http://localhost:4566", AwsSettings::url)
            : null,
        keys(metadata),
        role(metadata));
  }

  private static Region region(String text) {
    if (!text.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException("not the name of a region");
    }
    return Region.of(text);
  }

  private static URI url(String text) {
    URI url = URI.create(text);
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IllegalArgumentException("no URL of a server");
    }
    return url;
  }

  private static @Nullable Keys keys(ComponentMetadata metadata) {
    Property access = metadata.property("accessKey", "awsAccountID").secret();
    Property secret = metadata.property("secretKey", "awsSecret").secret();
    if (!access.isPresent() && !secret.isPresent()) {
      return null;
    }
    return new Keys(
        access.required(), secret.required(), metadata.property("sessionToken").secret().text());
  }

  private static @Nullable Role role(ComponentMetadata metadata) {
    String arn = metadata.property("assumeRoleArn").text();
    return arn == null
        ? null
        : new Role(arn, metadata.property("sessionName", "assumeRoleSessionName").text(SESSION));
  }

  /** Better no component than one that calls as somebody else. */
  private static void refuseCertificates(ComponentMetadata metadata) {
    for (String name : new String[] {"trustAnchorArn", "trustProfileArn"}) {
      String arn = metadata.property(name).text();
      if (arn != null) {
        throw new InvalidMetadataException(
            "%s: \"%s\" (expected: none; IAM Roles Anywhere is not supported)"
                .formatted(name, arn));
      }
    }
  }
}
