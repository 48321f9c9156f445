package dev.mecha.block.binding;

import java.util.ArrayDeque;

/** Paths that users write. */
final class Route {

  private Route() {}

  /** Without slashes at the ends, and without {@code .} and {@code ..}. */
  static String clean(String path) {
    var parts = new ArrayDeque<String>();
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }
}
