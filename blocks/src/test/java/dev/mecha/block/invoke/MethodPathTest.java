package dev.mecha.block.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MethodPathTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "'', ''",
        "., ''",
        "a/b, a/b",
        "/a/b, /a/b",
        "a//b/, a/b",
        "a/./b, a/b",
        "a/../b, b",
        "../../admin, admin",
        "/../admin, /admin",
        "a/b/../../../../admin, admin",
        ".., ''",
        "a b, a b"
      })
  void hasOneForm(String sent, String expected) {
    assertThat(MethodPath.normalize(sent)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a#b", "a?b", "a\u0000b"})
  void refusesWhatNoPathHolds(String sent) {
    assertThatThrownBy(() -> MethodPath.normalize(sent))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("invalid method: method contains forbidden character: \"a");
  }

  @Test
  void saysWhereAControlCharacterIs() {
    assertThatThrownBy(() -> MethodPath.normalize("ab\ncd"))
        .hasMessage(
            "invalid method: method contains control character at position 2: \"ab\\x0acd\"");
  }
}
