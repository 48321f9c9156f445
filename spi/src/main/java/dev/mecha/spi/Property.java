package dev.mecha.spi;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One metadata field of a component, read as the type that it stands for. An empty value counts as
 * absent. A value that cannot be read throws an {@link InvalidMetadataException} that shows the
 * value and what was expected; the value of a {@linkplain #secret() secret} is never shown.
 */
public final class Property {

  /** What the peer takes for true; everything else is false. */
  private static final Set<String> TRUE = Set.of("1", "y", "yes", "t", "true", "on");

  private final String name;
  private final @Nullable String value;
  private final boolean secret;

  Property(String name, @Nullable String value, boolean secret) {
    this.name = name;
    this.value = value == null || value.isEmpty() ? null : value;
    this.secret = secret;
  }

  /**
   * @return the same field, whose value no message shows
   */
  public Property secret() {
    return new Property(name, value, true);
  }

  /**
   * @return whether the field has a value that is not empty
   */
  public boolean isPresent() {
    return value != null;
  }

  /**
   * @return the value as it stands, or null if the field is absent
   */
  public @Nullable String text() {
    return value;
  }

  /**
   * @param fallback used if the field is absent
   * @return the value as it stands
   */
  public String text(String fallback) {
    return value == null ? fallback : value;
  }

  /**
   * @return the value as it stands
   * @throws InvalidMetadataException if the field is absent
   */
  public String required() {
    if (value == null) {
      throw new InvalidMetadataException(name + ": missing (expected: a value)");
    }
    return value;
  }

  /**
   * @param fallback used if the field is absent
   * @return true for {@code 1, y, yes, t, true, on} in any case, false for every other value
   */
  public boolean flag(boolean fallback) {
    return value == null ? fallback : TRUE.contains(value.strip().toLowerCase(Locale.ROOT));
  }

  /**
   * @param fallback used if the field is absent; need not be in the range
   * @param min the least value allowed
   * @param max the greatest value allowed
   * @return an integer
   */
  public int integer(int fallback, int min, int max) {
    return value == null ? fallback : (int) parseInteger(min, max);
  }

  /**
   * @param fallback used if the field is absent; need not be in the range
   * @param min the least value allowed
   * @return an integer
   */
  public int integer(int fallback, int min) {
    return integer(fallback, min, Integer.MAX_VALUE);
  }

  private static String range(long min, long max) {
    if (max != Integer.MAX_VALUE && max != Long.MAX_VALUE) {
      return "an integer from " + min + " to " + max;
    }
    return min == Integer.MIN_VALUE || min == Long.MIN_VALUE
        ? "an integer"
        : "an integer >= " + min;
  }

  private long parseInteger(long min, long max) {
    return parse(
        range(min, max),
        text -> {
          long number = Long.parseLong(text);
          if (number < min || number > max) {
            throw new IllegalArgumentException("out of range");
          }
          return number;
        });
  }

  /**
   * A length of time: {@code 1m30s}, {@code 500ms}, or a bare number in the given unit.
   *
   * @param fallback used if the field is absent
   * @param unit what a bare number counts
   * @return a length of time, which may be negative where the component gives that a meaning
   */
  public Duration duration(Duration fallback, Duration unit) {
    return value == null
        ? fallback
        : parse("a duration such as 30s, 500ms or 1h30m", text -> Durations.parse(text, unit));
  }

  /**
   * A length of time: {@code 1m30s}, {@code 500ms}, or a bare number of seconds.
   *
   * @param fallback used if the field is absent
   * @return a length of time
   */
  public Duration duration(Duration fallback) {
    return duration(fallback, Duration.ofSeconds(1));
  }

  /**
   * One word of a list, without regard to case.
   *
   * @param fallback used if the field is absent
   * @param choices the words allowed
   * @return the choice as it is spelled in {@code choices}
   */
  public String choice(String fallback, String... choices) {
    return value == null
        ? fallback
        : parse(
            "one of " + String.join(", ", choices),
            text ->
                Arrays.stream(choices)
                    .filter(choice -> choice.equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("not a choice")));
  }

  /**
   * @return the values between commas, stripped, without empty ones; empty if the field is absent
   */
  public List<String> list() {
    return value == null
        ? List.of()
        : Arrays.stream(value.split(","))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .toList();
  }

  /**
   * Reads the value with a parser of the component's own.
   *
   * @param expected what is allowed, for the message: "a hexadecimal key of 16, 24 or 32 bytes"
   * @param parser throws an {@link IllegalArgumentException} if the stripped value is wrong
   * @param <T> what the value stands for
   * @return what the parser made of it
   * @throws InvalidMetadataException if the field is absent or the parser refuses its value
   */
  public <T> T parse(String expected, Function<String, T> parser) {
    String text = required().strip();
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidMetadataException(
          name + ": " + (secret ? "(hidden)" : '"' + text + '"') + " (expected: " + expected + ")");
    }
  }
}
