package dev.mecha.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonTextTest {

  /**
   * What the peer writes, but for the control characters beyond ASCII, which it leaves as they are.
   */
  static Stream<Arguments> texts() {
    return Stream.of(
        arguments("", "\"\""),
        arguments("a\"b\\c", "\"a\\\"b\\\\c\""),
        arguments("\b\f\n\r\t\13\7", "\"\\b\\f\\n\\r\\t\\u000b\\u0007\""),
        arguments("<b>&amp;", "\"\\u003cb\\u003e\\u0026amp;\""),
        arguments("\033[0m\0", "\"\\u001b[0m\\u0000\""),
        arguments("\u2028\u2029", "\"\\u2028\\u2029\""),
        arguments("caf\u00e9 \u65e5 \ud83d\ude00", "\"caf\u00e9 \u65e5 \ud83d\ude00\""),
        arguments("\177\u0085", "\"\\u007f\\u0085\""),
        arguments("half\ud83d", "\"half\\ufffd\""),
        arguments("\ude00half", "\"\\ufffdhalf\""));
  }

  private static String json(String text) {
    var out = new StringBuilder();
    JsonText.appendString(out, text);
    return out.toString();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void escapes(String text, String expected) {
    assertThat(json(text)).isEqualTo(expected);
  }

  @Test
  void everyCharacterReadsBackAsItself() throws IOException {
    for (char c = 0; c < Character.MIN_SURROGATE; c++) {
      try (var parser = new JsonFactory().createParser(json("x" + c + "y"))) {
        parser.nextToken();
        assertThat(parser.getText()).isEqualTo("x" + c + "y");
      }
    }
  }
}
