package dev.mecha.component.bindings;

import java.util.Locale;

/** Names of HTTP headers as the peer's language writes them. */
final class HeaderNames {

  private HeaderNames() {}

  /** Such as {@code Content-Type}, whatever the case of the name. */
  static String canonical(String name) {
    var out = new StringBuilder(name.length());
    boolean first = true;
    for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
      out.append(first ? Character.toUpperCase(c) : c);
      first = c == '-';
    }
    return out.toString();
  }
}
