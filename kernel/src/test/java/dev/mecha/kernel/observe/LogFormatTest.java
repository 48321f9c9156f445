package dev.mecha.kernel.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogFormatTest {

  private static final LogIdentity IDENTITY = new LogIdentity("my app", "host", "1.18.3");

  /** One {@code key=value} as every reader of this format understands it. */
  private static final Pattern PAIR =
      Pattern.compile("([a-z_]+)=(?:\"(?:[^\"\\\\]|\\\\.)*+\"|[^\\s\"=]*+) ?");

  private static final ZoneId ZONE = ZoneOffset.ofHours(2);

  private final TextLogFormat text = new TextLogFormat(IDENTITY, ZONE);
  private final JsonLogFormat json = new JsonLogFormat(IDENTITY, ZONE);

  private static LogRecord line(Level level, String message) {
    var line = new LogRecord(level, message);
    line.setLoggerName("dapr.runtime");
    line.setInstant(Instant.parse("2026-01-02T01:04:05.120Z"));
    return line;
  }

  @Test
  void aTextLineLooksAsThePeersDoes() {
    assertThat(text.format(line(Level.INFO, "app id: my app")))
        .isEqualTo(
            "time=\"2026-01-02T03:04:05.12+02:00\" level=info msg=\"app id: my app\""
                + " app_id=\"my app\" instance=host scope=dapr.runtime type=log ver=1.18.3\n");
  }

  @Test
  void aJsonLineLooksAsThePeersDoes() {
    assertThat(json.format(line(Level.INFO, "app id: my app")))
        .isEqualTo(
            "{\"app_id\":\"my app\",\"instance\":\"host\",\"level\":\"info\","
                + "\"msg\":\"app id: my app\",\"scope\":\"dapr.runtime\","
                + "\"time\":\"2026-01-02T03:04:05.12+02:00\",\"type\":\"log\","
                + "\"ver\":\"1.18.3\"}\n");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-02T01:04:05Z, +02:00, 2026-01-02T03:04:05+02:00",
    "2026-01-02T01:04:05Z, Z, 2026-01-02T01:04:05Z",
    "2026-01-02T01:04:05.000000001Z, Z, 2026-01-02T01:04:05.000000001Z",
    "2026-01-02T01:04:05.100Z, -03:30, 2026-01-01T21:34:05.1-03:30",
  })
  void theTimeIsLocalWithTheDigitsThatItHas(String instant, String zone, String expected) {
    var line = line(Level.INFO, "m");
    line.setInstant(Instant.parse(instant));

    assertThat(new TextLogFormat(IDENTITY, ZoneOffset.of(zone)).format(line))
        .startsWith("time=\"" + expected + "\" ");
  }

  @ParameterizedTest
  @CsvSource({
    "ALL, debug",
    "FINEST, debug",
    "FINE, debug",
    "CONFIG, debug",
    "INFO, info",
    "900, warning",
    "WARNING, warning",
    "SEVERE, error",
    "1050, error",
    "1100, fatal"
  })
  void levelsHaveThePeersNames(String level, String expected) {
    assertThat(text.format(line(Level.parse(level), "m"))).contains(" level=" + expected + " ");
  }

  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "a/b.c_d-e@f^g+h, a/b.c_d-e@f^g+h",
    "with space, \"with space\"",
    "a=b, \"a=b\"",
    "\u65e5, \"\u65e5\"",
    "\u2026, \"\u2026\"",
    "100%, \"100%\"",
  })
  void quotesAreUsedWhereThePeerUsesThem(String message, String expected) {
    assertThat(text.format(line(Level.INFO, message))).contains(" msg=" + expected + " ");
  }

  /**
   * What would begin a second line or speak to the terminal, in any of the places where text of
   * others comes in.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "two\nlines",
        "two\r\nlines",
        "a\rb",
        "a\13b",
        "a\fb",
        "a\u0085b",
        "a\u2028b",
        "a\u2029b",
        "\033[31mred\033[0m",
        "\u009b31m",
        "\0",
        "x\" level=error msg=\"forged",
        "\ud83d",
        "\\",
        "time=\"x\" level=fatal msg=y\n{\"level\":\"fatal\"}"
      })
  void oneRecordIsOneLineWhateverItContains(String odd) throws IOException {
    for (LogFormat format : new LogFormat[] {text, json}) {
      var line = line(Level.INFO, odd);
      line.setLoggerName(odd);
      line.setParameters(new Object[] {new LogFields().add("useragent", odd)});
      line.setThrown(new IllegalStateException(odd));

      String formatted = format.format(line);

      assertThat(formatted).endsWith("\n");
      assertThat(formatted.substring(0, formatted.length() - 1).codePoints())
          .noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029);
      assertThat(format == text ? textKeys(formatted) : jsonKeys(formatted))
          .containsExactlyInAnyOrder(
              "time",
              "level",
              "msg",
              "app_id",
              "error",
              "instance",
              "scope",
              "type",
              "useragent",
              "ver");
    }
  }

  private static List<String> textKeys(String line) {
    assertThat(line).matches("(?s)(?:" + PAIR.pattern() + ")+\\n");
    return PAIR.matcher(line).results().map(pair -> pair.group(1)).toList();
  }

  private static List<String> jsonKeys(String line) throws IOException {
    var keys = new ArrayList<String>();
    try (var parser = new JsonFactory().createParser(line)) {
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          keys.add(parser.currentName());
        }
      }
    }
    return keys;
  }

  @Test
  void fieldsStandAmongTheOtherKeysInTheirOrder() {
    var line = line(Level.WARNING, "HTTP API Called");
    line.setParameters(
        new Object[] {
          new LogFields()
              .add("useragent", "curl/7 \"x\"")
              .add("method", "GET /a b")
              .add("code", 204)
              .add("size", 0)
              .add("duration", 12)
        });

    assertThat(text.format(line))
        .isEqualTo(
            "time=\"2026-01-02T03:04:05.12+02:00\" level=warning msg=\"HTTP API Called\""
                + " app_id=\"my app\" code=204 duration=12 instance=host method=\"GET /a b\""
                + " scope=dapr.runtime size=0 type=log useragent=\"curl/7 \\\"x\\\"\""
                + " ver=1.18.3\n");
    assertThat(json.format(line))
        .isEqualTo(
            "{\"app_id\":\"my app\",\"code\":204,\"duration\":12,\"instance\":\"host\","
                + "\"level\":\"warning\",\"method\":\"GET /a b\",\"msg\":\"HTTP API Called\","
                + "\"scope\":\"dapr.runtime\",\"size\":0,"
                + "\"time\":\"2026-01-02T03:04:05.12+02:00\",\"type\":\"log\","
                + "\"useragent\":\"curl/7 \\\"x\\\"\",\"ver\":\"1.18.3\"}\n");
  }

  @Test
  void fieldsDoNotHideTheTimeTheLevelAndTheMessage() {
    var line = line(Level.INFO, "m");
    line.setParameters(
        new Object[] {new LogFields().add("time", "x").add("level", "y").add("msg", "z")});

    assertThat(text.format(line))
        .contains(" level=info msg=m ")
        .contains(" fields.level=y fields.msg=z fields.time=x ");
  }

  @Test
  void anEmptyMessageHasNoKeyInText() {
    assertThat(text.format(line(Level.INFO, ""))).contains(" level=info app_id=");
    assertThat(json.format(line(Level.INFO, ""))).contains("\"msg\":\"\"");
  }

  @Test
  void whatWasThrownIsInTheLine() {
    var line = line(Level.SEVERE, "failed");
    line.setThrown(new IllegalStateException("why"));

    assertThat(text.format(line))
        .contains(" error=\"java.lang.IllegalStateException: why\\n\\tat ")
        .containsOnlyOnce("\n");
  }

  @Test
  void parametersOfOthersArePutIntoTheirMessages() {
    var line = line(Level.INFO, "{0} of {1}");
    line.setParameters(new Object[] {1, "two"});

    assertThat(text.format(line)).contains(" msg=\"1 of two\" ");
  }

  @Test
  void withoutAnAppIdTheKeyIsMissing() {
    var anonymous = new TextLogFormat(new LogIdentity("", "host", "1.18.3"), ZONE);

    assertThat(anonymous.format(line(Level.INFO, "m"))).contains(" msg=m instance=host ");
  }
}
