package dev.mecha.transport.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query as Go's {@code net/url} reads them: a parameter that is malformed or
 * contains a semicolon is left out, the others count.
 */
final class QueryString {

  private static final String METADATA = "metadata.";

  private final Map<String, List<String>> parameters = new LinkedHashMap<>();

  /**
   * Takes a query apart.
   *
   * @param query encoded, without the question mark
   */
  QueryString(String query) {
    int start = 0;
    while (start < query.length()) {
      int ampersand = query.indexOf('&', start);
      int end = ampersand < 0 ? query.length() : ampersand;
      add(query.substring(start, end));
      start = end + 1;
    }
  }

  private void add(String parameter) {
    if (parameter.isEmpty() || parameter.indexOf(';') >= 0 || !Escapes.valid(parameter)) {
      return;
    }
    int equals = parameter.indexOf('=');
    String name = equals < 0 ? parameter : parameter.substring(0, equals);
    String value = equals < 0 ? "" : parameter.substring(equals + 1);
    parameters
        .computeIfAbsent(Escapes.decode(name), n -> new ArrayList<>(1))
        .add(Escapes.decode(value));
  }

  /** Returns the first value of a parameter, or null. */
  @Nullable String first(String name) {
    List<String> values = parameters.get(name);
    return values == null ? null : values.getFirst();
  }

  /** Returns all values of a parameter; empty if there is none. */
  List<String> all(String name) {
    return List.copyOf(parameters.getOrDefault(name, List.of()));
  }

  /**
   * Returns the first values of the parameters that begin with {@code metadata.}, by the rest of
   * their names.
   */
  Map<String, String> metadata() {
    var metadata = new LinkedHashMap<String, String>();
    parameters.forEach(
        (name, values) -> {
          if (name.startsWith(METADATA)) {
            metadata.put(name.substring(METADATA.length()), values.getFirst());
          }
        });
    return Map.copyOf(metadata);
  }
}
