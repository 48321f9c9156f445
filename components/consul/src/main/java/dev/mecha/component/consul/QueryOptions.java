package dev.mecha.component.consul;

import dev.mecha.spi.Durations;
import dev.mecha.spi.InvalidMetadataException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How healthy services are asked for.
 *
 * @param parameters of the request, encoded, {@code passing} among them
 * @param cacheControl the header of that name; empty for none
 * @param token in place of the client's; empty for none
 */
record QueryOptions(String parameters, String cacheControl, String token) {

  private static final Duration NANO = Duration.ofNanos(1);

  /**
   * @param given the fields of the peer's {@code queryOptions}
   * @return the options; waiting for changes is left out, since every question is answered at once
   */
  static QueryOptions of(Map<String, Object> given) {
    Map<String, Object> fields = Json.asObject(given);
    var parameters = new ArrayList<String>();
    parameters.add("passing=1");
    flag(fields, "UseCache", "cached", parameters);
    flag(fields, "AllowStale", "stale", parameters);
    flag(fields, "RequireConsistent", "consistent", parameters);
    flag(fields, "Connect", "connect", parameters);
    flag(fields, "LocalOnly", "local-only", parameters);
    text(fields, "Datacenter", "dc", parameters);
    text(fields, "Namespace", "ns", parameters);
    text(fields, "Partition", "partition", parameters);
    text(fields, "Near", "near", parameters);
    text(fields, "Filter", "filter", parameters);
    Json.object(fields, "NodeMeta")
        .forEach((name, value) -> parameters.add("node-meta=" + encode(name + ":" + value)));
    return new QueryOptions(
        String.join("&", parameters), cacheControl(fields), Json.text(fields, "Token"));
  }

  private static String cacheControl(Map<String, Object> fields) {
    var parts = new ArrayList<String>();
    if (Json.flag(fields, "UseCache")) {
      age(fields, "MaxAge", "max-age", parts);
      age(fields, "StaleIfError", "stale-if-error", parts);
    }
    return String.join(", ", parts);
  }

  /** A bare number counts nanoseconds, as with the peer. */
  private static void age(
      Map<String, Object> fields, String name, String directive, List<String> parts) {
    String text = Json.text(fields, name);
    try {
      if (!text.isEmpty()) {
        Duration age = Durations.parse(text, NANO);
        parts.add("%s=%d".formatted(directive, age.toSeconds()).toLowerCase(Locale.ROOT));
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidMetadataException(
          "queryOptions." + name + ": \"" + text + "\" (expected: a duration such as 30s)");
    }
  }

  private static void flag(
      Map<String, Object> fields, String name, String parameter, List<String> parameters) {
    if (Json.flag(fields, name)) {
      parameters.add(parameter);
    }
  }

  private static void text(
      Map<String, Object> fields, String name, String parameter, List<String> parameters) {
    String value = Json.text(fields, name);
    if (!value.isEmpty()) {
      parameters.add(parameter + "=" + encode(value));
    }
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "QueryOptions[" + parameters + "]";
  }
}
