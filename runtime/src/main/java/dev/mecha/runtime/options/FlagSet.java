package dev.mecha.runtime.options;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Flags as the peer's command line takes them: {@code --name value}, {@code --name=value}, a switch
 * without a value, and any argument of more than two characters with a single dash as if it had
 * two.
 */
final class FlagSet {

  /** What follows a flag. */
  enum Kind {
    /** One value; the last one counts. */
    VALUE,
    /** Values between commas; repeatable. */
    LIST,
    /** Nothing, or {@code =true} and {@code =false}. */
    SWITCH
  }

  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  FlagSet add(Kind kind, String... names) {
    for (String name : names) {
      kinds.put(name, kind);
    }
    return this;
  }

  /**
   * Reads a command line.
   *
   * @param arguments without the program's name
   * @return the values by flag
   * @throws UsageException if a flag is unknown, lacks its value, or an argument is no flag
   */
  ParsedFlags parse(List<String> arguments) {
    var values = new LinkedHashMap<String, List<String>>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("-") || argument.length() < 3) {
        throw new UsageException("unexpected argument: \"" + argument + "\" (expected: a flag)");
      }
      String flag = argument.substring(argument.startsWith("--") ? 2 : 1);
      int equals = flag.indexOf('=');
      String name = equals < 0 ? flag : flag.substring(0, equals);
      Kind kind = kinds.get(name);
      if (kind == null) {
        throw new UsageException("unknown flag: --" + name + suggestion(name));
      }
      String value;
      if (equals >= 0) {
        value = flag.substring(equals + 1);
      } else if (kind == Kind.SWITCH) {
        value = "true";
      } else if (i + 1 < arguments.size()) {
        value = arguments.get(++i);
      } else {
        throw new UsageException("flag needs an argument: --" + name);
      }
      var all = values.computeIfAbsent(name, n -> new ArrayList<>());
      if (kind == Kind.LIST) {
        all.addAll(ParsedFlags.split(value));
      } else {
        all.add(value);
      }
    }
    return new ParsedFlags(values);
  }

  private String suggestion(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    Optional<String> near =
        kinds.keySet().stream()
            .filter(
                known -> known.contains(wanted) || wanted.contains(known) || nearly(known, wanted))
            .findFirst();
    return near.map(known -> " (did you mean --" + known + "?)").orElse("");
  }

  /** Whether two names differ in at most two places: enough to catch a slip of the finger. */
  private static boolean nearly(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j < previous.length; j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[previous.length];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[b.length()] <= 2;
  }
}
