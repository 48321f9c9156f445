package dev.mecha.transport.http;

import io.netty.util.AsciiString;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The value of the {@code Date} header, written once a second. */
final class HttpDate {

  /** RFC 9110, section 5.6.7. With the names given no locale has to be loaded. */
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .appendText(
              ChronoField.DAY_OF_WEEK, names("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
          .appendPattern(", dd ")
          .appendText(
              ChronoField.MONTH_OF_YEAR,
              names(
                  "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
                  "Dec"))
          .appendPattern(" uuuu HH:mm:ss 'GMT'")
          .toFormatter(Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final InstantSource clock;
  private volatile Written written;

  private record Written(long second, CharSequence text) {}

  HttpDate(InstantSource clock) {
    this.clock = clock;
    this.written = write(clock.instant().getEpochSecond());
  }

  /** Returns the time of now. */
  CharSequence now() {
    long second = Math.floorDiv(clock.millis(), 1000L);
    Written last = written;
    if (last.second != second) {
      last = write(second);
      written = last;
    }
    return last.text;
  }

  private static Map<Long, String> names(String... inOrder) {
    var names = new HashMap<Long, String>();
    for (String name : inOrder) {
      names.put(names.size() + 1L, name);
    }
    return names;
  }

  private static Written write(long second) {
    return new Written(second, new AsciiString(FORMAT.format(Instant.ofEpochSecond(second))));
  }
}
