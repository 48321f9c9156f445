package dev.mecha.transport.http;

import io.netty.util.AsciiString;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The value of the {@code Date} header, written once a second. */
final class HttpDate {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
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

  private static Written write(long second) {
    return new Written(second, new AsciiString(FORMAT.format(Instant.ofEpochSecond(second))));
  }
}
