package dev.mecha.component.bindings;

import java.util.Locale;
import java.util.Map;

/**
 * One field of a cron expression: which values it allows.
 *
 * @param values the bit of each value that is allowed
 * @param any whether it is {@code *} or {@code ?}, which leaves the choice to another field
 */
record CronField(long values, boolean any) {

  /**
   * What a field can hold.
   *
   * @param name for messages
   * @param min the least value
   * @param max the greatest
   * @param words values that have names, in lower case
   */
  record Range(String name, int min, int max, Map<String, Integer> words) {}

  boolean has(int value) {
    return (values & (1L << value)) != 0;
  }

  /** Reads a list of {@code *}, {@code 5}, {@code 1-5}, {@code 10/15} and the like. */
  static CronField parse(String text, Range range) {
    long values = 0;
    boolean any = false;
    for (String part : text.split(",")) {
      if (!part.isEmpty()) {
        CronField one = part(part, range);
        values |= one.values;
        any |= one.any;
      }
    }
    return new CronField(values, any);
  }

  private static CronField part(String text, Range range) {
    String[] parts = text.split("/", -1);
    String[] ends = parts[0].split("-", -1);
    if (parts.length > 2 || ends.length > 2) {
      throw wrong(text, range);
    }
    boolean star = ends[0].equals("*") || ends[0].equals("?");
    int from = star ? range.min() : value(ends[0], range);
    int to = star ? range.max() : from;
    if (!star && ends.length == 2) {
      to = value(ends[1], range);
    }
    int step = 1;
    if (parts.length == 2) {
      step = number(parts[1], range);
      to = ends.length == 1 ? range.max() : to;
    }
    if (from < range.min() || to > range.max() || from > to || step < 1) {
      throw wrong(text, range);
    }
    long values = 0;
    for (int value = from; value <= to; value += step) {
      values |= 1L << value;
    }
    return new CronField(values, star && step == 1);
  }

  private static int value(String text, Range range) {
    Integer word = range.words().get(text.toLowerCase(Locale.ROOT));
    return word == null ? number(text, range) : word;
  }

  private static int number(String text, Range range) {
    if (!text.matches("\\d{1,4}")) {
      throw wrong(text, range);
    }
    return Integer.parseInt(text);
  }

  private static IllegalArgumentException wrong(String text, Range range) {
    return new IllegalArgumentException(
        "%s: \"%s\" (expected: values from %d to %d)"
            .formatted(range.name(), text, range.min(), range.max()));
  }
}
