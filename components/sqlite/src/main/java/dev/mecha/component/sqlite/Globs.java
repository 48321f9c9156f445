package dev.mecha.component.sqlite;

/**
 * Turns a pattern of {@code LIKE} into one of {@code GLOB}. SQLite's {@code LIKE} takes no notice
 * of case, so that it finds the keys of others, and cannot use the index; {@code GLOB} does both
 * well.
 */
final class Globs {

  private Globs() {}

  static String ofLike(String pattern) {
    var glob = new StringBuilder(pattern.length() + 8);
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      switch (c) {
        case '%' -> glob.append('*');
        case '_' -> glob.append('?');
        case '\\' -> literal(glob, i + 1 < pattern.length() ? pattern.charAt(++i) : c);
        default -> literal(glob, c);
      }
    }
    return glob.toString();
  }

  private static void literal(StringBuilder glob, char c) {
    switch (c) {
      case '*', '?', '[' -> glob.append('[').append(c).append(']');
      default -> glob.append(c);
    }
  }
}
