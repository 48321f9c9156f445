package dev.mecha.component.support.sql;

import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.time.Time;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What is said about a statement beside its result. */
final class Report {

  private static final byte[] NOTHING = {};

  private final Map<String, String> metadata = new HashMap<>();
  private final Time clock;
  private final Instant start;

  /** The statement begins. */
  Report(String operation, String sql, Time clock) {
    this.clock = clock;
    this.start = clock.instant();
    metadata.put("operation", operation);
    metadata.put("sql", sql);
    metadata.put("start-time", start.toString());
  }

  BindingResponse rows(long affected) {
    metadata.put("rows-affected", Long.toString(affected));
    return data(NOTHING);
  }

  BindingResponse data(byte[] result) {
    Instant end = clock.instant();
    metadata.put("end-time", end.toString());
    metadata.put("duration", text(Duration.between(start, end)));
    return new BindingResponse(result, metadata);
  }

  /** Such as {@code 1.5ms}. */
  private static String text(Duration time) {
    long nanos = time.toNanos();
    if (nanos < 1_000) {
      return nanos == 0 ? "0s" : nanos + "ns";
    }
    if (nanos < 1_000_000) {
      return number(nanos, 1_000) + "µs";
    }
    return nanos < 1_000_000_000
        ? number(nanos, 1_000_000) + "ms"
        : number(nanos, 1_000_000_000) + "s";
  }

  private static String number(long nanos, long unit) {
    return BigDecimal.valueOf(nanos)
        .divide(BigDecimal.valueOf(unit))
        .stripTrailingZeros()
        .toPlainString();
  }
}
