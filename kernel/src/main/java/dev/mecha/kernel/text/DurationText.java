package dev.mecha.kernel.text;

import java.math.BigDecimal;
import java.time.Duration;

/** Writes lengths of time as Go does: {@code 1h0m5s}, {@code 1.5s}, {@code 500ms}. */
public final class DurationText {

  private static final long SECOND = 1_000_000_000L;

  private DurationText() {}

  /**
   * @param duration not negative, below 292 years
   * @return its text
   */
  public static String of(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos == 0) {
      return "0s";
    } else if (nanos < 1_000) {
      return nanos + "ns";
    } else if (nanos < 1_000_000) {
      return decimal(nanos, 3) + "µs";
    } else if (nanos < SECOND) {
      return decimal(nanos, 6) + "ms";
    }
    String seconds = decimal(nanos % (60 * SECOND), 9) + "s";
    if (duration.toHours() > 0) {
      return duration.toHours() + "h" + duration.toMinutesPart() + "m" + seconds;
    }
    return duration.toMinutes() > 0 ? duration.toMinutes() + "m" + seconds : seconds;
  }

  private static String decimal(long value, int digits) {
    return BigDecimal.valueOf(value, digits).stripTrailingZeros().toPlainString();
  }
}
