package dev.mecha.component.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.state.LikePattern;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikePatternTest {

  @ParameterizedTest
  @CsvSource({
    "%, '', true",
    "'', '', true",
    "'', a, false",
    "a%c, abbbc, true",
    "a%c, abbbd, false",
    "%ab%ab%, xabyab, true",
    "%aab, aaab, true",
    "a_c, a🤖c, true",
    "a_c, ac, false",
    "A%, abc, false",
    "a\\%, a%, true",
    "a\\%, ab, false",
    "a\\, a\\, true",
    "%%_, x, true"
  })
  void matchesLikeSql(String pattern, String text, boolean expected) {
    assertThat(new LikePattern(pattern).matches(text)).isEqualTo(expected);
  }

  @Test
  void prefixIsWhatStandsBeforeTheFirstWildcard() {
    assertThat(new LikePattern("a||b%c").literalPrefix()).isEqualTo("a||b");
    assertThat(new LikePattern("a\\_🤖_").literalPrefix()).isEqualTo("a_🤖");
    assertThat(new LikePattern("%").literalPrefix()).isEmpty();
  }

  @Test
  void hardPatternTakesLittleTime() {
    var pattern = new LikePattern("%a".repeat(40) + "b");
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(pattern.matches("a".repeat(5000))).isFalse());
  }
}
