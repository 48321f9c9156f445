package dev.mecha.kernel.observe;

import dev.mecha.kernel.text.UrlText;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the label {@code path} of the HTTP metrics says about a request. */
final class PathLabels {

  /** What the sidecar asks the application; always told apart when patterns are in use. */
  private static final Set<String> STATIC_PATHS =
      Set.of("/dapr/config", "/dapr/metrics", "/dapr/subscribe", "/healthz");

  private final boolean increasedCardinality;
  private final @Nullable PathPatterns patterns;

  /**
   * @throws IllegalArgumentException naming a pattern that is malformed
   */
  PathLabels(HttpMetricOptions options) {
    this.increasedCardinality = options.increasedCardinality();
    this.patterns =
        options.pathMatching().isEmpty() ? null : new PathPatterns(options.pathMatching());
  }

  /**
   * @param rawPath the path as it was sent
   * @return the pattern that it matches, or the path shortened, or empty
   */
  String of(String rawPath) {
    if (patterns == null) {
      return increasedCardinality ? shorten(normalize(UrlText.decodePath(rawPath))) : "";
    }
    String path = normalize(UrlText.decodePath(rawPath));
    return STATIC_PATHS.contains(path) ? path : matched(patterns, path);
  }

  private String matched(PathPatterns patterns, String path) {
    String pattern = patterns.match(path);
    if (pattern != null && (!increasedCardinality || !pattern.equals(path))) {
      return pattern;
    }
    String shortened = shorten(path);
    if (!shortened.equals(path)) {
      String second = patterns.match(shortened);
      if (second != null && !second.equals("/")) {
        return second;
      }
    }
    return increasedCardinality ? shortened : "";
  }

  /** Merges slashes and puts one in front. */
  static String normalize(String path) {
    String merged = path;
    while (merged.contains("//")) {
      merged = merged.replace("//", "/");
    }
    return merged.startsWith("/") ? merged : "/" + merged;
  }

  /** Leaves out keys and identifiers where the API's own paths have them. */
  static String shorten(String path) {
    String[] parts = path.substring(1).split("/", 6);
    if (parts.length < 3) {
      return path;
    }
    if (parts[0].equals("actors")) {
      parts[2] = "{id}";
      return String.join("/", parts);
    }
    return switch (parts[1]) {
      case "state", "secrets" -> join(parts, 3);
      case "actors" -> shortenActor(path, parts);
      case "workflows" -> shortenWorkflow(path, parts);
      default -> path;
    };
  }

  /** {@code v1.0/actors/<type>/<id>/<what>}. */
  private static String shortenActor(String path, String[] parts) {
    if (parts.length < 5) {
      return path;
    }
    parts[3] = "{id}";
    return join(parts, 5);
  }

  /** {@code v1.0/workflows/<component>/<workflow>/start} or {@code v1.0/workflows/<component>/<id>/<verb>}. */
  private static String shortenWorkflow(String path, String[] parts) {
    if (parts.length < 4) {
      return path;
    }
    if (parts.length == 5 && parts[4].startsWith("start")) {
      return join(parts, 4) + "/start";
    }
    parts[3] = "{instanceId}";
    if (parts.length == 6 && parts[4].equals("raiseEvent") && !parts[5].isEmpty()) {
      parts[5] = "{eventName}";
      return join(parts, 6);
    }
    return join(parts, Math.min(parts.length, 5));
  }

  private static String join(String[] parts, int count) {
    return "/" + String.join("/", Arrays.asList(parts).subList(0, count));
  }
}
