package dev.mecha.tck.state;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSON text compared without regard to white space between tokens and to the spelling of numbers
 * and escapes.
 */
record JsonText(String normal) {

  private static final Pattern TOKEN =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|-?\\d[\\d.eE+-]*|[a-z]+|[\\[\\]{}:,]");
  private static final Pattern UNICODE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

  JsonText {
    var tokens = new StringBuilder();
    Matcher token = TOKEN.matcher(normal);
    while (token.find()) {
      tokens.append(normalize(token.group())).append(' ');
    }
    normal = tokens.toString();
  }

  private static String normalize(String token) {
    char first = token.charAt(0);
    if (first == '"') {
      return UNICODE
          .matcher(token)
          .replaceAll(
              m ->
                  Matcher.quoteReplacement(
                      String.valueOf((char) Integer.parseInt(m.group(1), 16))));
    }
    return first == '-' || Character.isDigit(first)
        ? new BigDecimal(token).stripTrailingZeros().toPlainString()
        : token;
  }
}
