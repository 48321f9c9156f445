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

  /**
   * @param rawPath the path of a request to the application, with or without a slash in front
   * @return the same as for a request that came in, but what the sidecar itself asks is always told
   *     apart
   */
  String ofApplication(String rawPath) {
    return STATIC_PATHS.contains(rawPath) ? rawPath : of(rawPath);
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
    int second = path.indexOf('/', 1) + 1;
    int third = second == 0 ? 0 : path.indexOf('/', second) + 1;
    if (third == 0) {
      return path;
    }
    if (path.startsWith("/actors/")) {
      String[] parts = split(path);
      parts[2] = "{id}";
      return String.join("/", parts);
    }
    // The most frequent first, and without splitting.
    if (path.startsWith("state/", second) || path.startsWith("secrets/", second)) {
      int end = path.indexOf('/', third);
      return end < 0 ? path : path.substring(0, end);
    }
    if (path.startsWith("actors/", second)) {
      return shortenActor(path, split(path));
    }
    return path.startsWith("workflows/", second) ? shortenWorkflow(path, split(path)) : path;
  }

  private static String[] split(String path) {
    return path.substring(1).split("/", 6);
  }

  /** {@code v1.0/actors/<type>/<id>/<what>}. */
  private static String shortenActor(String path, String[] parts) {
    if (parts.length < 5) {
      return path;
    }
    parts[3] = "{id}";
    return join(parts, 5);
  }

  /**
   * {@code v1.0/workflows/<component>/<workflow>/start} or {@code
   * v1.0/workflows/<component>/<id>/<verb>}.
   */
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
