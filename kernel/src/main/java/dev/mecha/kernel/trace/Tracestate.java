package dev.mecha.kernel.trace;

import java.util.HashSet;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * The header {@code tracestate} of W3C Trace Context: a list of {@code key=value} that is passed
 * on.
 */
public final class Tracestate {

  /** A longer one is not passed on. */
  private static final int MAX_LENGTH = 512;

  private static final int MAX_MEMBERS = 32;

  private static final Pattern KEY =
      Pattern.compile(
          "[a-z][a-z0-9_\\-*/]{0,255}|[a-z0-9][a-z0-9_\\-*/]{0,240}@[a-z][a-z0-9_\\-*/]{0,13}");

  private static final Pattern VALUE =
      Pattern.compile("[\\x20-\\x7e&&[^,=]]{0,255}[\\x21-\\x7e&&[^,=]]");

  private Tracestate() {}

  /**
   * Reads a header.
   *
   * @param header as it was sent; may be empty
   * @return its members without the spaces around them; empty if it is malformed or too long
   */
  public static String parse(String header) {
    if (header.isEmpty()) {
      return "";
    }
    var members = new StringJoiner(",");
    var keys = new HashSet<String>();
    for (String member : header.split(",", -1)) {
      if (member.isEmpty()) {
        continue;
      }
      int equals = member.indexOf('=');
      String key = equals < 0 ? "" : member.substring(0, equals).stripLeading();
      String value = member.substring(equals + 1).stripTrailing();
      if (!KEY.matcher(key).matches() || !VALUE.matcher(value).matches() || !keys.add(key)) {
        return "";
      }
      members.add(key + "=" + value);
    }
    return keys.size() > MAX_MEMBERS || members.length() > MAX_LENGTH ? "" : members.toString();
  }
}
