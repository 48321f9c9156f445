package dev.mecha.kernel.observe;

import java.util.Set;

/** What the labels {@code method} and {@code path} of the HTTP metrics say. */
final class HttpLabels {

  private static final Set<String> VERBS =
      Set.of("GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE");

  private final boolean excludeVerbs;
  private final PathLabels paths;

  /**
   * @throws IllegalArgumentException naming a path pattern that is malformed
   */
  HttpLabels(HttpMetricOptions options) {
    this.excludeVerbs = options.excludeVerbs();
    this.paths = new PathLabels(options);
  }

  /** Callers may send any verb, and a label is no place for inventions. */
  String method(String verb) {
    if (excludeVerbs) {
      return "";
    }
    return VERBS.contains(verb) ? verb : "UNKNOWN";
  }

  /** Of a request that came in. */
  String serverPath(String path) {
    return paths.of(path);
  }

  /** Of a request to the application. */
  String clientPath(String path) {
    return paths.ofApplication(path);
  }
}
