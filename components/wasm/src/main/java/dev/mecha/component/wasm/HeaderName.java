package dev.mecha.component.wasm;

import java.util.Locale;

/** Names of headers as the peer shows them to policies. */
final class HeaderName {

  private HeaderName() {}

  /** Returns the name with a capital letter at the beginning and after each hyphen. */
  static String canonical(String name) {
    var canonical = new StringBuilder(name.toLowerCase(Locale.ROOT));
    boolean first = true;
    for (int i = 0; i < canonical.length(); i++) {
      char c = canonical.charAt(i);
      if (first) {
        canonical.setCharAt(i, Character.toUpperCase(c));
      }
      first = c == '-';
    }
    return canonical.toString();
  }
}
