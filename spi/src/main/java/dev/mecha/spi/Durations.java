package dev.mecha.spi;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads lengths of time as Go writes them: {@code 1h15m30.918s}, {@code -1.5h}, {@code 300ms}. */
public final class Durations {

  private static final Pattern PART =
      Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private Durations() {}

  /**
   * @param text numbers with units, with an optional sign in front; {@code 0} needs no unit
   * @return the length of time, exact to the nanosecond
   * @throws IllegalArgumentException if the text is anything else or the value does not fit 64 bits
   *     of nanoseconds
   */
  public static Duration parse(String text) {
    boolean negative = text.startsWith("-");
    String body = negative || text.startsWith("+") ? text.substring(1) : text;
    if (body.equals("0")) {
      return Duration.ZERO;
    }
    Matcher part = PART.matcher(body);
    BigDecimal nanos = BigDecimal.ZERO;
    int end = 0;
    while (end < body.length() && part.find(end) && part.start() == end) {
      long unit = NANOS.getOrDefault(part.group(2), 0L);
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
      end = part.end();
    }
    if (end == 0 || end != body.length()) {
      throw new IllegalArgumentException("not a duration: " + text);
    }
    try {
      long exact = nanos.setScale(0, RoundingMode.DOWN).longValueExact();
      return Duration.ofNanos(negative ? -exact : exact);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("too long a duration: " + text, e);
    }
  }

  /**
   * @param text a duration as above, or a bare integer
   * @param unit what a bare integer counts
   * @return the length of time
   * @throws IllegalArgumentException if the text is neither
   */
  public static Duration parse(String text, Duration unit) {
    boolean bare = text.matches("[+-]?\\d{1,18}");
    try {
      return bare ? unit.multipliedBy(Long.parseLong(text)) : parse(text);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("too long a duration: " + text, e);
    }
  }
}
