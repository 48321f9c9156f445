package dev.mecha.kernel.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.kernel.trace.Baggage;
import dev.mecha.kernel.trace.Traceparent;
import dev.mecha.kernel.trace.Tracestate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceHeadersTest {

  private static final String IDS = "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331";
  private static final String VALID = "00-" + IDS + "-01";

  @ParameterizedTest
  @CsvSource({
    "00-IDS-01, 00-IDS-01",
    "00-IDS-00, 00-IDS-00",
    "00-IDS-FF, 00-IDS-ff",
    "00-IDS-0100, 00-IDS-01",
    "01-IDS-01, 00-IDS-01",
    "fe-IDS-01-x, 00-IDS-01",
    "AB-IDS-03, 00-IDS-03",
  })
  void aTraceparentIsReadAndWrittenInVersionZero(String header, String expected) {
    assertThat(Traceparent.parse(header.replace("IDS", IDS)))
        .isEqualTo(expected.replace("IDS", IDS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-IDS",
        "00-IDS-",
        "00-IDS-0",
        "00-IDS-010",
        "00-IDS-01-",
        "00-IDS-01-x",
        "00-IDS-xx",
        "ff-IDS-01",
        "0G-IDS-01",
        "00 -IDS-01",
        " 00-IDS-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01",
      })
  void whatIsMalformedIsNoTrace(String header) {
    assertThat(Traceparent.parse(header.replace("IDS", IDS))).isNull();
  }

  @Test
  void anAlreadyNormalHeaderIsNotCopied() {
    assertThat(Traceparent.parse(VALID)).isSameAs(VALID);
  }

  @Test
  void theBinaryFormSaysTheSame() {
    byte[] binary = Traceparent.toBinary(VALID);

    assertThat(binary)
        .hasSize(29)
        .startsWith(0, 0, 0x0a, 0xf7, 0x65)
        .endsWith(0x31, 2, 1)
        .satisfies(b -> assertThat(b[18]).isEqualTo((byte) 1));
    assertThat(Traceparent.fromBinary(binary)).isEqualTo(VALID);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 17, 18, 27, 28})
  void aBinaryThatIsCutIsNoTrace(int length) {
    assertThat(Traceparent.fromBinary(java.util.Arrays.copyOf(Traceparent.toBinary(VALID), length)))
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 18, 27})
  void aBinaryWithAnotherMarkIsNoTrace(int mark) {
    byte[] binary = Traceparent.toBinary(VALID);
    binary[mark] = 9;

    assertThat(Traceparent.fromBinary(binary)).isNull();
  }

  @Test
  void aBinaryOfNoTraceIsNoTrace() {
    assertThat(Traceparent.toBinary(Traceparent.NO_TRACE)).hasSize(29);
    assertThat(Traceparent.fromBinary(Traceparent.toBinary(Traceparent.NO_TRACE))).isNull();
  }

  @Test
  void aChildHasItsParentsTraceAndFlags() {
    String child = Traceparent.child(VALID);

    assertThat(Traceparent.parse(child)).isSameAs(child);
    assertThat(child).startsWith(VALID.substring(0, 36)).endsWith("-01").isNotEqualTo(VALID);
    assertThat(Traceparent.isSampled(child)).isTrue();
  }

  @Test
  void newTracesDifferAndAreSampledInProportion() {
    var begun = IntStream.range(0, 10_000).mapToObj(_ -> Traceparent.begin(0.5)).toList();

    assertThat(begun)
        .doesNotHaveDuplicates()
        .allSatisfy(trace -> assertThat(Traceparent.parse(trace)).isSameAs(trace));
    assertThat(begun.stream().filter(Traceparent::isSampled).count()).isBetween(4_000L, 6_000L);
    assertThat(Traceparent.isSampled(Traceparent.begin(0))).isFalse();
    assertThat(Traceparent.isSampled(Traceparent.begin(1))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "a=b|a=b",
        "a=b,c=d|a=b,c=d",
        " a=b , c=d |a=b,c=d",
        "a=b,,c=d|a=b,c=d",
        "a=b,|a=b",
        "1a@b=c|1a@b=c",
        "a=b c|a=b c",
        "0@abcdefghijklmn=x|0@abcdefghijklmn=x",
        "a=b,a=c|''",
        "A=b|''",
        "a=|''",
        "a|''",
        "1a=b|''",
        "a@=b|''",
        "a=b\tc|''",
        "a=\u00e9|''",
        "a=b=c|''",
        "a =b|''",
        "0@abcdefghijklmno=x|''",
      },
      delimiter = '|')
  void aTracestateIsPassedOnOrDropped(String header, String expected) {
    assertThat(Tracestate.parse(header)).isEqualTo(expected);
  }

  @Test
  void aTracestateHasItsLimits() {
    String longest = "a=" + "x".repeat(256);

    assertThat(Tracestate.parse(longest)).isEqualTo(longest);
    assertThat(Tracestate.parse(longest + "x")).isEmpty();
    assertThat(Tracestate.parse(longest + ",b=" + "x".repeat(251))).hasSize(512);
    assertThat(Tracestate.parse(longest + ",b=" + "x".repeat(252))).isEmpty();
    assertThat(Tracestate.parse(members(32))).isNotEmpty();
    assertThat(Tracestate.parse(members(33))).isEmpty();
  }

  private static String members(int count) {
    return String.join(",", IntStream.range(0, count).mapToObj(i -> "k" + i + "=v").toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a=b",
        "a=b,c=d",
        "a=b;p",
        "a=b;p=1;q",
        " a = b ; p = 1 , c=d",
        "a=",
        "a=b%20c",
        "a=b;",
        "a=b;;p",
        "a=b;p=",
        "a=b,a=c",
        "key1=value1,key2=value2"
      })
  void goodBaggageIsGood(String header) {
    assertThat(Baggage.problem(header)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a|invalid baggage list-member: \"a\"",
        "not a baggage|invalid baggage list-member: \"not a baggage\"",
        "=b|invalid key: \"\"",
        "a=b,|invalid baggage list-member: \"\"",
        "a=b,,c=d|invalid baggage list-member: \"\"",
        "\u00e9=b|invalid key: \"\u00e9\"",
        "a=\u00e9|invalid value: \"\u00e9\"",
        "a=b%2|invalid value: \"b%2\"",
        "a=b%zz|invalid value: \"b%zz\"",
        "a=b c|invalid value: \"b c\"",
        "a=b\\c|invalid value: \"b\\\\c\"",
        "a b=c|invalid key: \"a b\"",
        "a=b;=|invalid baggage list-member property: \"=\"",
        "a=b; p q|invalid baggage list-member property: \" p q\"",
        "a=b;p=%2|invalid baggage list-member property: \"p=%2\"",
        "a=b,bad,c=d|invalid baggage list-member: \"bad\"",
      })
  void badBaggageIsShown(String header, String expected) {
    assertThat(Baggage.problem(header)).isEqualTo(expected);
  }

  @Test
  void baggageHasItsLimits() {
    assertThat(Baggage.problem("a=" + "x".repeat(8190))).isNull();
    assertThat(Baggage.problem("a=" + "x".repeat(8191)))
        .isEqualTo("baggage-string too large: 8193");
    assertThat(Baggage.problem(members(64))).isNull();
    assertThat(Baggage.problem(members(65))).isEqualTo("too many list-members in baggage-string");
  }
}
