package dev.mecha.kernel.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLevelTest {

  @ParameterizedTest
  @CsvSource({
    "debug, DEBUG",
    "info, INFO",
    "warn, WARN",
    "warning, WARN",
    "error, ERROR",
    "fatal, FATAL",
    "DEBUG, DEBUG",
    "Info, INFO"
  })
  void levelsAreReadInAnyCase(String value, LogLevel expected) {
    assertThat(LogLevel.parse(value)).isEqualTo(expected);
  }

  @Test
  void anUnknownLevelIsShown() {
    assertThatThrownBy(() -> LogLevel.parse("loud"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "invalid value for --log-level: loud (expected: debug, info, warn, error or fatal)");
  }
}
