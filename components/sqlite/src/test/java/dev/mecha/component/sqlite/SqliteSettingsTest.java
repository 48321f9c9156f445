package dev.mecha.component.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.tck.ComponentContexts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqliteSettingsTest {

  @Test
  void defaultsAreThePeers() {
    assertThat(settings(Map.of()))
        .isEqualTo(
            new SqliteSettings(
                Source.of(Path.of("/home/of/mecha/orders%2Fv1.db")),
                "state",
                "metadata",
                Duration.ofSeconds(20),
                Duration.ofSeconds(2),
                true,
                Duration.ZERO));
  }

  @Test
  void everyFieldIsRead() {
    assertThat(
            settings(
                Map.of(
                    "connectionString", "data.db?mode=ro",
                    "tableName", "orders",
                    "metadataTableName", "orders_meta",
                    "timeout", "5s",
                    "busyTimeout", "500ms",
                    "disableWAL", "true",
                    "cleanupInterval", "1h")))
        .isEqualTo(
            new SqliteSettings(
                Source.parse("data.db?mode=ro"),
                "orders",
                "orders_meta",
                Duration.ofSeconds(5),
                Duration.ofMillis(500),
                false,
                Duration.ofHours(1)));
  }

  @Test
  void olderNamesAndBareSecondsAreRead() {
    SqliteSettings settings =
        settings(
            Map.of("URL", "data.db", "timeoutInSeconds", "7", "cleanupIntervalInSeconds", "60"));
    assertThat(settings.source()).isEqualTo(Source.parse("data.db"));
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(settings.cleanupInterval()).isEqualTo(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tableName | a;b | tableName: \"a;b\" (expected: letters, digits and underscores)",
        "metadataTableName | ä | metadataTableName: \"ä\" (expected: letters, digits and"
            + " underscores)",
        "timeout | 500ms | timeout: \"500ms\" (expected: a duration of at least 1s)",
        "timeout | soon | timeout: \"soon\" (expected: a duration such as 30s, 500ms or 1h30m)",
        "busyTimeout | x | busyTimeout: \"x\" (expected: a duration such as 30s, 500ms or 1h30m)"
      })
  void wrongValueIsShown(String field, String value, String message) {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> settings(Map.of(field, value)))
        .withMessage(message);
  }

  private static SqliteSettings settings(Map<String, String> metadata) {
    return SqliteSettings.of(
        ComponentContexts.of("state.sqlite", Path.of("/home/of/mecha"))
            .name("orders/v1")
            .metadata(metadata)
            .context());
  }
}
