package dev.mecha.kernel.resource;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a value of {@code spec.metadata} turns into, by how it is written. */
class ScalarTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "text | text",
        "'true' | true",
        "true | true",
        "Yes | true",
        "on | true",
        "y | true",
        "n | false",
        "OFF | false",
        "yellow | yellow",
        "0 | 0",
        "6379 | 6379",
        "-12 | -12",
        "+12 | 12",
        "1_000 | 1000",
        "0x1F | 31",
        "0b101 | 5",
        "0o17 | 15",
        "0644 | 420",
        "'0644' | 0644",
        "18446744073709551615 | 18446744073709551615",
        "18446744073709551616 | 18446744073709552000",
        "1.5 | 1.5",
        "1.50 | 1.5",
        "2.0 | 2",
        ".5 | 0.5",
        "1e3 | 1000",
        "1e21 | 1e+21",
        "1.25e-7 | 1.25e-7",
        "-0.0 | -0",
        "08 | 8",
        "'1.50' | 1.50",
        "1:30 | 1:30",
        "2024-01-31 | 2024-01-31",
        "5s | 5s",
        "1.2.3 | 1.2.3",
        "!!str 012 | 012",
        "!unknown x | x",
        "{b: 2, a: [1, yes, null, 'x<y']} | {\"a\":[1,true,null,\"x\\u003cy\"],\"b\":2}",
        "[] | []",
        "{\"a\":\"é \\\"q\\\"\"} | {\"a\":\"é \\\"q\\\"\"}"
      })
  void valueIsStringifiedAsThePeerDoes(String written, String expected) {
    assertThat(stringified("value: " + written)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"null", "~", "NULL"})
  void nullIsNoValue(String written) {
    assertThat(stringified("value: " + written)).isNull();
    assertThat(stringified("value:")).isNull();
    assertThat(stringified("value: ''")).isEmpty();
  }

  private static @org.jspecify.annotations.Nullable String stringified(String text) {
    return ResourceNode.parse(text, new Origin("t.yaml", 0, 1)).field("value").stringified();
  }
}
