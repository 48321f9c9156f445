package dev.mecha.transport.http;

import java.util.ArrayList;
import java.util.List;

/**
 * A path cut into segments and cleaned as the peer does it: several slashes count as one, {@code .}
 * and {@code ..} are resolved, a slash at the end does not count. Segments stay encoded, so that an
 * encoded slash or dot is part of its segment.
 */
final class PathSegments {

  private PathSegments() {}

  /**
   * Cuts a path.
   *
   * @param path encoded
   * @return its segments
   */
  static List<String> of(String path) {
    var segments = new ArrayList<String>(8);
    int start = 0;
    while (start <= path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      add(segments, path, start, end);
      start = end + 1;
    }
    return segments;
  }

  private static void add(List<String> segments, String path, int start, int end) {
    int length = end - start;
    if (length == 0 || (length == 1 && path.charAt(start) == '.')) {
      return;
    }
    if (length == 2 && path.startsWith("..", start)) {
      if (!segments.isEmpty()) {
        segments.removeLast();
      }
      return;
    }
    segments.add(path.substring(start, end));
  }
}
