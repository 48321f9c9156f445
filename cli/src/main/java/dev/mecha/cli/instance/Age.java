package dev.mecha.cli.instance;

import java.time.Duration;

/** How long something has been there, in the largest unit that fits: {@code 5m}. */
final class Age {

  private Age() {}

  static String of(Duration duration) {
    if (duration.toSeconds() <= 60) {
      return Math.max(0, duration.toSeconds()) + "s";
    } else if (duration.toMinutes() <= 60) {
      return duration.toMinutes() + "m";
    } else if (duration.toHours() <= 24) {
      return duration.toHours() + "h";
    }
    return duration.toDays() + "d";
  }
}
