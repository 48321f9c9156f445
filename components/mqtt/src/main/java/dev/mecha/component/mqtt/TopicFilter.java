package dev.mecha.component.mqtt;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a subscription asks for: levels between slashes, where {@code +} stands for any level and
 * {@code #} at the end for all levels that follow, none included. In front there may be {@code
 * $share/group/}, by which members of the group share the messages.
 *
 * @param text as the broker gets it
 */
record TopicFilter(String text) {

  private static final Pattern SHARED = Pattern.compile("\\$share/[^/]*/(.+)");

  /**
   * @param topic of a message
   * @return whether the filter finds it
   */
  boolean matches(String topic) {
    Matcher shared = SHARED.matcher(text);
    String[] wanted = (shared.matches() ? shared.group(1) : text).split("/", -1);
    String[] given = topic.split("/", -1);
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].equals("#") && i == wanted.length - 1) {
        return true;
      }
      if (i >= given.length || !(wanted[i].equals("+") || wanted[i].equals(given[i]))) {
        return false;
      }
    }
    return wanted.length == given.length;
  }
}
