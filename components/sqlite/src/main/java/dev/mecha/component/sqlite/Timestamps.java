package dev.mecha.component.sqlite;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times as the table holds them: {@code 2026-01-31 23:59:59} in UTC, which sorts as text does. */
final class Timestamps {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private Timestamps() {}

  /** The second that has begun. */
  static String format(Instant time) {
    return FORMAT.format(time.atOffset(ZoneOffset.UTC));
  }

  /** The second that ends a life span that starts now: never too early. */
  static String expiry(Instant now, int seconds) {
    return format(now.plusSeconds(seconds).plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS));
  }

  /**
   * @param text as above; a letter between date and time, fractions and a zone are understood too
   * @throws IllegalArgumentException if it is anything else
   */
  static Instant parse(String text) {
    try {
      return LocalDateTime.parse(text, FORMAT).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      return parseIso(text);
    }
  }

  private static Instant parseIso(String text) {
    String iso = text.replace(' ', 'T');
    try {
      return Instant.parse(iso.endsWith("Z") ? iso : iso + "Z");
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("not a time: " + text, e);
    }
  }
}
