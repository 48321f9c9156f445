package dev.mecha.kernel.resource.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentExpansionTest {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("A", "1", "NAME_2", "two", "lower", "x", "BACK", "$A\\1", "1", "arg");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$A | 1",
        "${A} | 1",
        "a$A/$A-${NAME_2}b | a1/1-twob",
        "$NAME_2. | two.",
        "$UNSET. | .",
        "${UNSET}. | .",
        "$ A | $ A",
        "100% $ | 100% $",
        "${}x | x",
        "${A | A",
        "$$A | A",
        "$1abc | argabc",
        "$BACK | $A\\1",
        "$lower ${lower} | x x",
        "${has space}x | x",
        "é$A | é1",
      })
  void expandsAsGoDoes(String text, String expected) {
    assertThat(EnvironmentExpansion.expand(text, ENVIRONMENT::get)).isEqualTo(expected);
  }
}
