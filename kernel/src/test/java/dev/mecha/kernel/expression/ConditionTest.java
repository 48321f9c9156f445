package dev.mecha.kernel.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

  private static Condition compile(String text) throws InvalidExpressionException {
    return Condition.compile(text, List.of("a", "b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a > 5; false",
        "a >= 5; true",
        "a >= 5 && b < 0; false",
        "a > 4.5; true",
        "double(a) / double(b) > 2.4; true",
        "a == b || true; true",
        "[1, 2].exists(x, x == b); true",
      })
  void holdsOrNot(String text, boolean expected) throws Exception {
    assertThat(compile(text).holds(Map.of("a", 5L, "b", 2L))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a >; \"a >\" (expected: a CEL expression: ERROR",
        "c > 1; \"c > 1\" (expected: a CEL expression: ERROR",
        "1 + 1; \"1 + 1\" (expected: a condition, is of type int)",
      })
  void whatIsNoConditionIsRefused(String text, String message) {
    assertThatThrownBy(() -> compile(text))
        .isInstanceOf(InvalidExpressionException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"a.x; one", "a; 1", "a > 'x'; 1", "1 / a > 0; 0"})
  void whatDoesNotFitItsValuesIsRefused(String text, String value) throws Exception {
    Object a = value.matches("\\d") ? (Object) Long.valueOf(value) : value;
    Condition condition = compile(text);
    assertThatThrownBy(() -> condition.holds(Map.of("a", a, "b", 1L)))
        .isInstanceOf(InvalidExpressionException.class)
        .hasMessageStartingWith("\"" + text + "\" (expected: ");
  }

  @Test
  void showsItself() throws Exception {
    assertThat(compile("a > 1")).hasToString("a > 1");
  }
}
