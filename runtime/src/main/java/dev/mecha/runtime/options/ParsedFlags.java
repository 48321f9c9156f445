package dev.mecha.runtime.options;

import dev.mecha.spi.Durations;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The values of a command line, read as the types that they stand for. */
final class ParsedFlags {

  private static final Set<String> TRUE = Set.of("1", "t", "true");
  private static final Set<String> FALSE = Set.of("0", "f", "false");

  private final Map<String, List<String>> values;

  ParsedFlags(Map<String, List<String>> values) {
    this.values = values;
  }

  static List<String> split(String value) {
    return Arrays.stream(value.split(",")).map(String::strip).filter(v -> !v.isEmpty()).toList();
  }

  Set<String> names() {
    return values.keySet();
  }

  Optional<String> text(String name) {
    List<String> all = values.getOrDefault(name, List.of());
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  String text(String name, String fallback) {
    return text(name).orElse(fallback);
  }

  List<String> list(String name) {
    return values.getOrDefault(name, List.of());
  }

  Optional<Boolean> flag(String name) {
    return read(
        name,
        "true or false",
        text -> {
          String word = text.toLowerCase(Locale.ROOT);
          if (!TRUE.contains(word) && !FALSE.contains(word)) {
            throw new IllegalArgumentException("not a switch");
          }
          return TRUE.contains(word);
        });
  }

  boolean flag(String name, boolean fallback) {
    return flag(name).orElse(fallback);
  }

  int integer(String name, int fallback) {
    return read(name, "an integer", Integer::parseInt).orElse(fallback);
  }

  int port(String name, int fallback) {
    return read(
            name,
            "a port from 0 to 65535",
            text -> {
              int port = Integer.parseInt(text);
              if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("out of range");
              }
              return port;
            })
        .orElse(fallback);
  }

  Optional<Duration> duration(String name) {
    return read(name, "a duration such as 30s or 1h30m", Durations::parse);
  }

  Optional<Long> quantity(String name) {
    return read(name, "a size such as 4Mi, 500k or 1048576", Quantities::parse);
  }

  /**
   * An empty value counts as absent: {@code --app-port ""} is how the peer's tools leave a flag
   * out.
   */
  private <T> Optional<T> read(String name, String expected, Function<String, T> parser) {
    Optional<String> text = text(name).map(String::strip).filter(value -> !value.isEmpty());
    try {
      return text.map(parser);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--" + name + ": \"" + text.orElse("") + "\" (expected: " + expected + ")");
    }
  }
}
