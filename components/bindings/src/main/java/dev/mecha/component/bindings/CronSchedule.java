package dev.mecha.component.bindings;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression of six fields: seconds, minutes, hours, days of the month, months, days of the
 * week. If both kinds of days are restricted, either is enough.
 */
record CronSchedule(
    CronField seconds,
    CronField minutes,
    CronField hours,
    CronField days,
    CronField months,
    CronField weekdays,
    ZoneId zone)
    implements Schedule {

  private static final int YEARS = 5;

  private static final Map<String, Integer> MONTHS =
      Map.ofEntries(
          Map.entry("jan", 1),
          Map.entry("feb", 2),
          Map.entry("mar", 3),
          Map.entry("apr", 4),
          Map.entry("may", 5),
          Map.entry("jun", 6),
          Map.entry("jul", 7),
          Map.entry("aug", 8),
          Map.entry("sep", 9),
          Map.entry("oct", 10),
          Map.entry("nov", 11),
          Map.entry("dec", 12));

  private static final Map<String, Integer> WEEKDAYS =
      Map.of("sun", 0, "mon", 1, "tue", 2, "wed", 3, "thu", 4, "fri", 5, "sat", 6);

  private static final CronField.Range SECOND = new CronField.Range("seconds", 0, 59, Map.of());
  private static final CronField.Range MINUTE = new CronField.Range("minutes", 0, 59, Map.of());
  private static final CronField.Range HOUR = new CronField.Range("hours", 0, 23, Map.of());
  private static final CronField.Range DAY = new CronField.Range("day of month", 1, 31, Map.of());
  private static final CronField.Range MONTH = new CronField.Range("month", 1, 12, MONTHS);
  private static final CronField.Range WEEKDAY = new CronField.Range("day of week", 0, 6, WEEKDAYS);

  /** Reads six fields. */
  static CronSchedule of(String[] fields, ZoneId zone) {
    return new CronSchedule(
        CronField.parse(fields[0], SECOND),
        CronField.parse(fields[1], MINUTE),
        CronField.parse(fields[2], HOUR),
        CronField.parse(fields[3], DAY),
        CronField.parse(fields[4], MONTH),
        CronField.parse(fields[5], WEEKDAY),
        zone);
  }

  @Override
  public @Nullable Instant next(Instant time) {
    ZonedDateTime at = time.atZone(zone).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    int last = at.getYear() + YEARS;
    while (at.getYear() <= last) {
      ZonedDateTime later = skip(at);
      if (later == null) {
        return at.toInstant();
      }
      at = later;
    }
    return null;
  }

  /** The next time worth looking at, or null if this one is meant. */
  private @Nullable ZonedDateTime skip(ZonedDateTime at) {
    if (!months.has(at.getMonthValue())) {
      return at.toLocalDate().withDayOfMonth(1).plusMonths(1).atStartOfDay(zone);
    }
    if (!isDay(at)) {
      return at.toLocalDate().plusDays(1).atStartOfDay(zone);
    }
    if (!hours.has(at.getHour())) {
      // On the line of time, so that an hour which comes twice is looked at twice.
      return at.truncatedTo(ChronoUnit.HOURS).plusHours(1);
    }
    if (!minutes.has(at.getMinute())) {
      return at.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    }
    return seconds.has(at.getSecond()) ? null : at.plusSeconds(1);
  }

  private boolean isDay(ZonedDateTime at) {
    boolean day = days.has(at.getDayOfMonth());
    boolean weekday = weekdays.has(at.getDayOfWeek().getValue() % 7);
    return (days.any() || weekdays.any()) ? (day && weekday) : (day || weekday);
  }
}
