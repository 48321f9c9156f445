package dev.mecha.component.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.component.support.sql.PoolSettings;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void namesOfServersAreRead() {
    DataSourceName name =
        DataSourceName.parse("me:p@ss/w:rd?@tcp(db.example:3307)/orders?tls=true&a=%27x%27");
    assertThat(name)
        .isEqualTo(
            new DataSourceName(
                "me",
                "p@ss/w:rd?",
                "db.example",
                3307,
                "orders",
                Map.of("tls", "true", "a", "'x'")));
    assertThat(name).hasToString("db.example:3307/orders as me");
    assertThat(DataSourceName.parse("/"))
        .isEqualTo(new DataSourceName(null, null, "127.0.0.1", 3306, "", Map.of()));
    assertThat(DataSourceName.parse("me@tcp([::1]:3306)/").host()).isEqualTo("[::1]");
  }

  @Test
  void theStoreHasDefaults() {
    assertThat(StateSettings.of(ComponentMetadata.of(Map.of())))
        .isEqualTo(
            new StateSettings(
                "dapr_state_store",
                "state",
                "dapr_metadata",
                Duration.ofHours(1),
                Duration.ofSeconds(20)));
  }

  @Test
  void theStoreReadsAllFields() {
    var fields =
        Map.of(
            "schemaName", "s",
            "tableName", "t",
            "metadataTableName", "m",
            "cleanupInterval", "-1",
            "timeoutInSeconds", "3");
    assertThat(StateSettings.of(ComponentMetadata.of(fields)))
        .isEqualTo(new StateSettings("s", "t", "m", Duration.ZERO, Duration.ofSeconds(3)));
  }

  @Test
  void thePoolHasDefaultsAndReadsAllFields() {
    assertThat(PoolFields.of(ComponentMetadata.of(Map.of()))).isEqualTo(PoolFields.byDefault());
    var fields =
        Map.of(
            "maxOpenConns", "5",
            "maxIdleConns", "2",
            "connMaxLifetime", "10m",
            "connMaxIdleTime", "30s");
    assertThat(PoolFields.of(ComponentMetadata.of(fields)))
        .isEqualTo(new PoolSettings(5, 0, Duration.ofSeconds(30), Duration.ofMinutes(10)));
  }

  @Test
  void mistakesAreShownButNoSecret() {
    refuses(Map.of(), "url: missing (expected: a value)");
    refuses(
        Map.of("url", "me:secret@unix(/tmp/socket)/x"),
        "url: (hidden) (expected: user:password@tcp(host:3306)/database?name=value)");
    refuses(
        Map.of("url", "tcp(a)/?tls=preferred"),
        "tls: \"preferred\" (expected: true, false, skip-verify or custom)");
    refuses(Map.of("url", "tcp(a)/?tls=custom"), "tls: \"custom\" (expected: pemPath as well)");
    refuses(
        Map.of("url", "tcp(a)/", "pemPath", "x.pem"),
        "pemPath: \"x.pem\" (expected: tls=custom in the connection string as well)");
    refuses(
        Map.of("url", "tcp(a)/?timeout=soon"),
        "timeout: \"soon\" (expected: a duration such as 30s)");
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(
            () -> StateSettings.of(ComponentMetadata.of(Map.of("tableName", "a; DROP TABLE b"))))
        .withMessage("tableName: \"a; DROP TABLE b\" (expected: letters of English, digits and _)");
  }

  private static void refuses(Map<String, String> fields, String message) {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> new Server(ComponentMetadata.of(fields), "url"))
        .withMessage(message);
  }
}
