package dev.mecha.component.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelSettingsTest {

  private static final ModelSettings.Defaults DEFAULTS =
      new ModelSettings.Defaults("https://host/{{model}}/v1", "m", "M_MODEL", "");

  private static ModelSettings read(Map<String, String> metadata, Map<String, String> environment) {
    return ModelSettings.of(ComponentMetadata.of(metadata), DEFAULTS, environment::get);
  }

  @Test
  void everyFieldHasADefaultButTheKey() {
    assertThat(read(Map.of("key", "k"), Map.of()))
        .isEqualTo(new ModelSettings("k", "m", "https://host/m/v1", null, 0));
    assertThatThrownBy(() -> read(Map.of(), Map.of()))
        .isInstanceOf(InvalidMetadataException.class)
        .hasMessage("key: missing (expected: a value)");
  }

  @Test
  void everyFieldIsRead() {
    assertThat(
            read(
                Map.of(
                    "key", "k",
                    "model", "n",
                    "endpoint", "http://localhost:1/v1/",
                    "cacheTTL", "10m",
                    "maxTokens", "9"),
                Map.of()))
        .isEqualTo(new ModelSettings("k", "n", "http://localhost:1/v1", Duration.ofMinutes(10), 9));
  }

  @Test
  void theEnvironmentNamesTheModel() {
    assertThat(read(Map.of("key", "k", "model", "n"), Map.of("M_MODEL", "o")).model())
        .isEqualTo("o");
    assertThat(read(Map.of("key", "k", "model", "n"), Map.of("M_MODEL", "")).model())
        .isEqualTo("n");
  }

  @ParameterizedTest
  @CsvSource({"endpoint, localhost", "endpoint, ftp://x", "cacheTTL, soon", "maxTokens, 0"})
  void whatIsWrongIsSaidAndTheKeyIsNot(String field, String value) {
    assertThatThrownBy(() -> read(Map.of("key", "canary", field, value), Map.of()))
        .isInstanceOf(InvalidMetadataException.class)
        .hasMessageContaining(value)
        .hasMessageNotContaining("canary");
    assertThat(read(Map.of("key", "canary"), Map.of()).toString()).doesNotContain("canary");
  }
}
