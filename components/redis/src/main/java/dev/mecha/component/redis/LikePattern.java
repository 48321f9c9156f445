package dev.mecha.component.redis;

import java.util.regex.Pattern;

/**
 * A pattern of keys in which {@code %} stands for any characters, {@code _} for one and {@code \}
 * escapes.
 *
 * @param glob what the server filters by; it may let too much through, since its {@code ?} is one
 *     byte
 * @param exact what decides
 */
record LikePattern(String glob, Pattern exact) {

  private static final String SPECIAL_IN_GLOB = "*?[]^\\";

  /**
   * @param pattern not empty
   * @return the same pattern as the server and the JDK write it
   */
  static LikePattern of(String pattern) {
    var glob = new StringBuilder();
    var exact = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '%') {
        glob.append('*');
        exact.append(".*");
      } else if (c == '_') {
        glob.append("?*");
        exact.append('.');
      } else {
        boolean escapes = c == '\\' && i + 1 < pattern.length();
        literal(escapes ? pattern.charAt(++i) : c, glob, exact);
      }
    }
    return new LikePattern(glob.toString(), Pattern.compile(exact.toString(), Pattern.DOTALL));
  }

  private static void literal(char c, StringBuilder glob, StringBuilder exact) {
    if (SPECIAL_IN_GLOB.indexOf(c) >= 0) {
      glob.append('\\');
    }
    glob.append(c);
    if (c < 0x80 && !Character.isLetterOrDigit(c)) {
      exact.append('\\');
    }
    exact.append(c);
  }

  /**
   * @param key a key
   * @return whether it fits
   */
  boolean matches(String key) {
    return exact.matcher(key).matches();
  }
}
