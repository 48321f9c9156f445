package dev.mecha.kernel.trace;

import dev.mecha.kernel.text.QuotedText;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code baggage} of W3C Baggage: {@code key=value;property, …}. Checked, and passed on
 * as it is.
 */
public final class Baggage {

  private static final int MAX_LENGTH = 8192;
  private static final int MAX_MEMBERS = 64;

  private static final String TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
  private static final String OCTETS = "[\\x21\\x23-\\x2b\\x2d-\\x3a\\x3c-\\x5b\\x5d-\\x7e&&[^%]]";
  private static final String ENCODED = "(?:" + OCTETS + "|%[0-9A-Fa-f]{2})*+";

  private static final Pattern KEY = Pattern.compile(TOKEN);
  private static final Pattern VALUE = Pattern.compile(ENCODED);
  private static final Pattern PROPERTY =
      Pattern.compile("\\s*" + TOKEN + "\\s*(?:=\\s*" + ENCODED + "\\s*)?");

  private Baggage() {}

  /**
   * @param header the header's values, joined by commas
   * @return what is wrong with it, in the words that clients know, or null if nothing is
   */
  public static @Nullable String problem(String header) {
    if (header.isEmpty()) {
      return null;
    }
    if (header.length() > MAX_LENGTH) {
      return "baggage-string too large: " + header.length();
    }
    String[] members = header.split(",", -1);
    for (String member : members) {
      String problem = memberProblem(member);
      if (problem != null) {
        return problem;
      }
    }
    return members.length > MAX_MEMBERS ? "too many list-members in baggage-string" : null;
  }

  private static @Nullable String memberProblem(String member) {
    String[] parts = member.split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      if (!parts[i].isEmpty() && !PROPERTY.matcher(parts[i]).matches()) {
        return "invalid baggage list-member property: " + QuotedText.of(parts[i]);
      }
    }
    int equals = parts[0].indexOf('=');
    if (equals < 0) {
      return "invalid baggage list-member: " + QuotedText.of(member);
    }
    String key = parts[0].substring(0, equals).strip();
    String value = parts[0].substring(equals + 1);
    if (!KEY.matcher(key).matches()) {
      return "invalid key: " + QuotedText.of(key);
    }
    return VALUE.matcher(value.strip()).matches() ? null : "invalid value: " + QuotedText.of(value);
  }
}
