package dev.mecha.component.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionSettingsTest {

  private static final Map<String, String> NONE = Map.of();

  private static Map<String, String> parameters(
      Map<String, String> metadata, Map<String, String> environment) {
    return ConnectionSettings.of(ComponentMetadata.of(metadata), environment).parameters();
  }

  @Test
  void fieldsGoBeforeTheConnectionString() {
    assertThat(
            parameters(
                Map.of(
                    "connectionString", "postgres://a:b@c:1/d?sslmode=disable",
                    "user", "newuser",
                    "password", "newpass",
                    "host", "newhost",
                    "hostaddr", "127.0.0.1",
                    "port", "5433",
                    "database", "newdb",
                    "sslRootCert", "/certs/root.pem"),
                NONE))
        .isEqualTo(
            Map.of(
                "user", "newuser",
                "password", "newpass",
                "host", "newhost",
                "hostaddr", "127.0.0.1",
                "port", "5433",
                "database", "newdb",
                "sslrootcert", "/certs/root.pem",
                "sslmode", "disable"));
  }

  @Test
  void fieldsAreEnough() {
    assertThat(parameters(Map.of("host", "h", "USER", "u"), NONE))
        .isEqualTo(Map.of("host", "h", "user", "u"));
  }

  @Test
  void urlIsAnotherNameOfTheConnectionString() {
    assertThat(parameters(Map.of("url", "postgres://h"), NONE)).isEqualTo(Map.of("host", "h"));
  }

  @Test
  void theEnvironmentFillsWhatIsLeftOpen() {
    assertThat(
            parameters(
                Map.of("connectionString", "host=h"),
                Map.of(
                    "PGHOST",
                    "other",
                    "PGPASSWORD",
                    "secret",
                    "PGSSLMODE",
                    "require",
                    "PGUSER",
                    "")))
        .isEqualTo(Map.of("host", "h", "password", "secret", "sslmode", "require"));
  }

  @Test
  void withoutAnythingToConnectToItIsRefused() {
    assertThatThrownBy(() -> parameters(NONE, Map.of("PGHOST", "h")))
        .isInstanceOf(InvalidMetadataException.class)
        .hasMessageStartingWith("connectionString: missing (expected: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"useAzureAD", "useAWSIAM"})
  void waysOfSigningInThatAreNotThereAreRefused(String field) {
    assertThatThrownBy(() -> parameters(Map.of("connectionString", "host=h", field, "TRUE"), NONE))
        .isInstanceOf(InvalidMetadataException.class)
        .hasMessageContaining(field + ": \"TRUE\" (expected: false; signing in with ")
        .hasMessageContaining("is not supported yet");
    assertThat(parameters(Map.of("connectionString", "host=h", field, "false"), NONE)).hasSize(1);
  }

  @Test
  void aConnectionStringThatCannotBeReadIsNotShown() {
    assertThatThrownBy(() -> parameters(Map.of("connectionString", "password='hunter2"), NONE))
        .isInstanceOf(InvalidMetadataException.class)
        .hasMessageStartingWith("connectionString: (hidden) (expected: postgres://")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }

  @Test
  void asTextItHoldsNoValues() {
    assertThat(
            ConnectionSettings.of(ComponentMetadata.of(Map.of("password", "hunter2")), NONE)
                .toString())
        .isEqualTo("[password]");
  }
}
