package dev.mecha.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.0000001S, 100ns",
    "PT0.0000015S, 1.5µs",
    "PT0.5S, 500ms",
    "PT0.4567S, 456.7ms",
    "PT1S, 1s",
    "PT1.25S, 1.25s",
    "PT10S, 10s",
    "PT1M, 1m0s",
    "PT1H, 1h0m0s",
    "PT26H5M0.5S, 26h5m0.5s",
  })
  void isWrittenAsGoDoes(Duration duration, String text) {
    assertThat(DurationText.of(duration)).isEqualTo(text);
  }
}
