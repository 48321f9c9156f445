package dev.mecha.cli.call;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Makes paths out of what a person types. */
final class Urls {

  private static final String KEPT = "-._~:/?#[]@!$&'()*+,;=%";

  private Urls() {}

  /** Escapes what cannot stand in a URL; what can, a query and escapes among it, stays. */
  static String tolerant(String text) {
    return escaped(text, KEPT);
  }

  /** Escapes what has a meaning in a URL too. */
  static String strict(String text) {
    return escaped(text, "-._~");
  }

  private static String escaped(String text, String kept) {
    var url = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || kept.indexOf(c) >= 0);
      url.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
    }
    return url.toString();
  }
}
