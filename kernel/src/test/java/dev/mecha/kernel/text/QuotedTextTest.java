package dev.mecha.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QuotedTextTest {

  /** What the peer's log library writes. */
  static Stream<Arguments> texts() {
    return Stream.of(
        arguments("", "\"\""),
        arguments("plain", "\"plain\""),
        arguments("a\"b", "\"a\\\"b\""),
        arguments("tab\there", "\"tab\\there\""),
        arguments("line\nbreak", "\"line\\nbreak\""),
        arguments("cr\r\nlf", "\"cr\\r\\nlf\""),
        arguments("back\\slash", "\"back\\\\slash\""),
        arguments("\033[31mred\033[0m", "\"\\x1b[31mred\\x1b[0m\""),
        arguments("caf\u00e9 \u65e5\u672c", "\"caf\u00e9 \u65e5\u672c\""),
        arguments("\u200bzwsp", "\"\\u200bzwsp\""),
        arguments("\u00a0nbsp", "\"\\u00a0nbsp\""),
        arguments("\u2028ls", "\"\\u2028ls\""),
        arguments("emoji\ud83d\ude00", "\"emoji\ud83d\ude00\""),
        arguments("\ue000pua", "\"\\ue000pua\""),
        arguments("\ufeffbom", "\"\\ufeffbom\""),
        arguments("\u0085nel", "\"\\u0085nel\""),
        arguments("\177del", "\"\\x7fdel\""),
        arguments("\0nul", "\"\\x00nul\""),
        arguments("\13\f\7\b", "\"\\v\\f\\a\\b\""),
        arguments("\udb40\udc01tag", "\"\\U000e0001tag\""),
        arguments("half\ud83d", "\"half\\ufffd\""),
        arguments("\udc00half", "\"\\ufffdhalf\""));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void escapesWhatIsNotPrintable(String text, String expected) {
    assertThat(QuotedText.of(text)).isEqualTo(expected);
  }
}
