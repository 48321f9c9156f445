package dev.mecha.component.bindings;

import dev.mecha.spi.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Reads schedules: cron expressions with or without seconds, and their short forms. */
final class Schedules {

  static final String EXPECTED =
      "a cron expression of 5 or 6 fields such as \"0 30 * * * *\", or one of @every 15m, @hourly,"
          + " @daily, @midnight, @weekly, @monthly, @yearly, @annually";

  private Schedules() {}

  /**
   * @param text the schedule; may begin with {@code TZ=} or {@code CRON_TZ=} and a time zone
   * @param local the zone if none is named
   * @return what it says
   * @throws IllegalArgumentException if it says nothing
   */
  static Schedule parse(String text, ZoneId local) {
    if (!text.startsWith("TZ=") && !text.startsWith("CRON_TZ=")) {
      return expression(text.strip(), local);
    }
    String[] parts = text.substring(text.indexOf('=') + 1).strip().split("\\s+", 2);
    if (parts.length < 2) {
      throw new IllegalArgumentException("nothing but a time zone");
    }
    try {
      return expression(parts[1].strip(), ZoneId.of(parts[0]));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("unknown time zone: " + parts[0], e);
    }
  }

  private static Schedule expression(String text, ZoneId zone) {
    if (text.startsWith("@every ")) {
      return every(Durations.parse(text.substring("@every ".length()).strip()));
    }
    String fields = text.startsWith("@") ? longForm(text) : text;
    if (fields == null) {
      throw new IllegalArgumentException("unknown form: " + text);
    }
    String[] parts = fields.split("\\s+");
    return switch (parts.length) {
      case 5 -> CronSchedule.of(("0 " + fields).split("\\s+"), zone);
      case 6 -> CronSchedule.of(parts, zone);
      default -> throw new IllegalArgumentException(parts.length + " fields");
    };
  }

  private static Schedule every(Duration delay) {
    if (!delay.isPositive()) {
      throw new IllegalArgumentException("not after now: " + delay);
    }
    return time -> time.plus(delay);
  }

  private static @Nullable String longForm(String text) {
    return switch (text) {
      case "@yearly", "@annually" -> "0 0 0 1 1 *";
      case "@monthly" -> "0 0 0 1 * *";
      case "@weekly" -> "0 0 0 * * 0";
      case "@daily", "@midnight" -> "0 0 0 * * *";
      case "@hourly" -> "0 0 * * * *";
      default -> null;
    };
  }
}
