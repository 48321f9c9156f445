package dev.mecha.runtime.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1048576, 1048576",
    "4Mi, 4194304",
    "4Ki, 4096",
    "500k, 500000",
    "1.5Ki, 1536",
    "1e3, 1000",
    "2E2, 200",
    "1E, 1000000000000000000",
    "1Ei, 1152921504606846976",
    "100m, 1",
    "-1, -1",
    "+2M, 2000000",
    ".5Gi, 536870912"
  })
  void readsWhatKubernetesReads(String text, long bytes) {
    assertThat(Quantities.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Mi", "4MB", "4 Mi", "4mi", "1e", "0x10", "99Ei", "1e400", "--1"})
  void refusesEverythingElse(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Quantities.parse(text));
  }
}
