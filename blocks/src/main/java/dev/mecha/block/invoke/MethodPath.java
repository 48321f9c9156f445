package dev.mecha.block.invoke;

import java.util.ArrayList;

/**
 * What is called at an application: a path, in the one form that access rules and the application
 * see. Whoever could smuggle another form past the rules could call what is denied.
 */
final class MethodPath {

  private MethodPath() {}

  /**
   * Resolves {@code .}, {@code ..} and repeated slashes. The result never leads upwards.
   *
   * @param decoded a path without escapes
   * @return the path; one slash at its beginning stays, one at its end does not
   */
  static String clean(String decoded) {
    boolean rooted = decoded.startsWith("/");
    var segments = new ArrayList<String>();
    for (String segment : decoded.split("/", -1)) {
      switch (segment) {
        case "", "." -> {}
        case ".." -> {
          if (!segments.isEmpty()) {
            segments.removeLast();
          }
        }
        default -> segments.add(segment);
      }
    }
    return (rooted ? "/" : "") + String.join("/", segments);
  }

  /**
   * Cleans a path that came from outside.
   *
   * @param decoded a path without escapes
   * @return the path
   * @throws IllegalArgumentException if it holds what no path holds
   */
  static String normalize(String decoded) {
    for (int i = 0; i < decoded.length(); i++) {
      char c = decoded.charAt(i);
      if (c == '#' || c == '?' || c == 0) {
        throw new IllegalArgumentException(
            "invalid method: method contains forbidden character: \"" + printable(decoded) + '"');
      }
      if (c < 0x20 || c == 0x7f) {
        throw new IllegalArgumentException(
            "invalid method: method contains control character at position "
                + i
                + ": \""
                + printable(decoded)
                + '"');
      }
    }
    return clean(decoded);
  }

  private static String printable(String text) {
    var out = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              if (c < 0x20 || c == 0x7f) {
                out.append("\\x%02x".formatted(c));
              } else {
                out.append((char) c);
              }
            });
    return out.toString();
  }
}
