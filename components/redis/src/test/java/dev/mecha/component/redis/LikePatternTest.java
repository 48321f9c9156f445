package dev.mecha.component.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikePatternTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "a%, a*",
        "a_b, a?*b",
        "a\\%b, a%b",
        "a\\_b, a_b",
        "a\\\\b, a\\\\b",
        "[a]*?, \\[a\\]\\*\\?",
        "a\\, a\\\\",
        "ünï_, ünï?*"
      })
  void globOfTheServer(String pattern, String glob) {
    assertThat(LikePattern.of(pattern).glob()).isEqualTo(glob);
  }

  @ParameterizedTest
  @CsvSource({
    "a%, a, true",
    "a%, abc, true",
    "a%, b, false",
    "a_c, abc, true",
    "a_c, a🤖c, true",
    "a_c, abbc, false",
    "a_c, ac, false",
    "a.c, abc, false",
    "%.(x)%, 'a.(x)b', true",
    "A, a, false"
  })
  void exactMatch(String pattern, String key, boolean matches) {
    assertThat(LikePattern.of(pattern).matches(key)).isEqualTo(matches);
    assertThat(LikePattern.of("a%").matches("a\nb")).isTrue();
  }
}
