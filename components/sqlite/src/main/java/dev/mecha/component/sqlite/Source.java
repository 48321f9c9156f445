package dev.mecha.component.sqlite;

import dev.mecha.spi.InvalidMetadataException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which database, as a connection string says it: a path or a {@code file:} URI, with options
 * behind a question mark.
 *
 * @param fileName what SQLite opens
 * @param label the path for messages, without options
 * @param memory whether the data lives in memory and in one connection only
 * @param readOnly whether it is opened for reading only
 * @param pragmas what each connection is told at first, such as {@code cache_size(-8000)}
 * @param folder to be made if it is not there, or null
 */
record Source(
    String fileName,
    String label,
    boolean memory,
    boolean readOnly,
    List<String> pragmas,
    @Nullable Path folder) {

  private static final String SCHEME = "file:";

  /** The options that SQLite itself knows; the others are those of drivers. */
  private static final Set<String> URI_OPTIONS =
      Set.of("mode", "cache", "immutable", "nolock", "psow", "vfs", "modeof");

  /**
   * A file of the runtime's own.
   *
   * @param file its path
   * @return the source; the folder is made if it is not there
   */
  static Source of(Path file) {
    Path path = file.toAbsolutePath();
    return new Source(
        path.toUri().toString(), path.toString(), false, false, List.of(), path.getParent());
  }

  /**
   * @param text the connection string, not empty
   * @return the source
   * @throws InvalidMetadataException if an option is set there that has a field of its own
   */
  static Source parse(String text) {
    int question = text.indexOf('?');
    String path = question < 0 ? text : text.substring(0, question);
    List<Option> options = question < 0 ? List.of() : options(text.substring(question + 1));
    boolean memory = isMemory(path) || has(options, "mode", "memory");
    boolean readOnly = has(options, "mode", "ro") || has(options, "immutable", "1");
    List<String> pragmas =
        options.stream()
            .filter(option -> option.name.equals("_pragma"))
            .map(Option::value)
            .toList();
    pragmas.forEach(Source::requireAllowed);
    String uri = path.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) ? path : SCHEME + path;
    return new Source(uri + query(options), path, memory, readOnly, pragmas, null);
  }

  private record Option(String name, String value) {

    String encoded() {
      return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
  }

  private static boolean isMemory(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return lower.startsWith(":memory:") || lower.startsWith("file::memory:");
  }

  private static List<Option> options(String query) {
    var options = new ArrayList<Option>();
    for (String part : query.split("&")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        options.add(
            new Option(decode(part.substring(0, equals)), decode(part.substring(equals + 1))));
      }
    }
    return options;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new InvalidMetadataException(
          "connectionString: \"" + text + "\" (expected: an option in URL encoding)");
    }
  }

  /** The first of several equal options counts. */
  private static boolean has(List<Option> options, String name, String value) {
    return options.stream()
        .filter(option -> option.name.equals(name))
        .findFirst()
        .filter(option -> option.value.equals(value))
        .isPresent();
  }

  private static String query(List<Option> options) {
    List<String> known =
        options.stream()
            .filter(option -> URI_OPTIONS.contains(option.name))
            .map(Option::encoded)
            .toList();
    return known.isEmpty() ? "" : "?" + String.join("&", known);
  }

  private static void requireAllowed(String pragma) {
    String lower = pragma.toLowerCase(Locale.ROOT);
    for (String forbidden : List.of("busy_timeout", "journal_mode", "foreign_keys")) {
      if (lower.startsWith(forbidden)) {
        throw new InvalidMetadataException(
            "connectionString: found forbidden option '_pragma="
                + forbidden
                + "' in the connection string (expected: busyTimeout or disableWAL instead)");
      }
    }
    if (!lower.matches("[a-z_.]+(\\([^();]*\\)|=[^;]*)?")) {
      throw new InvalidMetadataException(
          "connectionString: \"_pragma=" + pragma + "\" (expected: name(value))");
    }
  }
}
