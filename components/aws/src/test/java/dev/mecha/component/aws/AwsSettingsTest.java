package dev.mecha.component.aws;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;

class AwsSettingsTest {

  private static AwsSettings of(Map<String, String> metadata) {
    return AwsSettings.of(ComponentMetadata.of(metadata));
  }

  @Test
  void leavesAllToTheEnvironmentByDefault() {
    assertThat(of(Map.of())).isEqualTo(new AwsSettings(null, null, null, null));
    assertThat(of(Map.of("accessKey", "", "secretKey", ""))).isEqualTo(of(Map.of()));
  }

  @Test
  void readsEveryField() {
    AwsSettings settings =
        of(
            Map.of(
                "REGION", "eu-central-1",
                "endpoint", "https://localhost:4566",
                "accessKey", "AKID",
                "secretKey", "canary-secret",
                "sessionToken", "canary-token",
                "assumeRoleArn", "arn:aws:iam::1:role/r",
                "sessionName", "orders"));
    assertThat(settings)
        .isEqualTo(
            new AwsSettings(
                Region.EU_CENTRAL_1,
                URI.create("https://localhost:4566"),
                new AwsSettings.Keys("AKID", "canary-secret", "canary-token"),
                new AwsSettings.Role("arn:aws:iam::1:role/r", "orders")));
    assertThat(settings.toString()).doesNotContain("canary", "AKID");
  }

  @Test
  void readsOlderNames() {
    AwsSettings settings =
        of(
            Map.of(
                "awsRegion", "us-west-2",
                "assumeRoleArn", "arn:aws:iam::1:role/r",
                "assumeRoleSessionName", "old"));
    assertThat(settings.region()).isEqualTo(Region.US_WEST_2);
    assertThat(settings.role()).isEqualTo(new AwsSettings.Role("arn:aws:iam::1:role/r", "old"));
    AwsSettings unnamed = of(Map.of("assumeRoleArn", "arn:aws:iam::1:role/r"));
    assertThat(requireNonNull(unnamed.role()).session()).isEqualTo("DaprDefaultSession");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "region|us east|region: \"us east\" (expected: a region such as us-east-1)",
        "region|us-east-1.evil.com|region: \"us-east-1.evil.com\" (expected: a region such as"
            + " us-east-1)",
        "endpoint|localhost:4566|endpoint: \"localhost:4566\" (expected: a URL such as"
            + " http://localhost:4566)",
        "endpoint|ftp://localhost|endpoint: \"ftp://localhost\" (expected: a URL such as"
            + " http://localhost:4566)",
        "accessKey|AKID|secretKey: missing (expected: a value)",
        "secretKey|canary|accessKey: missing (expected: a value)"
      })
  void refusesWhatIsWrong(String name, String value, String message) {
    assertThatThrownBy(() -> of(Map.of(name, value)))
        .isInstanceOf(InvalidMetadataException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"trustAnchorArn", "trustProfileArn"})
  void refusesToCallAsAnybodyElseThanItsCertificateSays(String name) {
    assertThatThrownBy(() -> of(Map.of(name, "arn:x")))
        .isInstanceOf(InvalidMetadataException.class)
        .hasMessage(name + ": \"arn:x\" (expected: none; IAM Roles Anywhere is not supported)");
  }
}
