package dev.mecha.block.conversation.pii;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts a placeholder such as {@code <EMAIL_ADDRESS>} in the place of personal data. */
public final class Scrubber {

  /** What stands in a link belongs to the link. */
  private static final Pattern LINK =
      Pattern.compile("\\bhttps?://\\S{1,2000}|\\bgit@[\\w.]{1,100}:\\S{1,200}\\.git\\b");

  private Scrubber() {}

  /**
   * @param text what somebody said
   * @return the same without addresses of all kinds, phone numbers and numbers of accounts, cards
   *     and books
   */
  public static String scrub(String text) {
    List<Found> found = find(text);
    if (found.isEmpty()) {
      return text;
    }
    var scrubbed = new StringBuilder(text.length());
    int copied = 0;
    for (Found data : found) {
      if (data.start >= copied) {
        scrubbed.append(text, copied, data.start).append(data.kind.placeholder());
        copied = data.end;
      }
    }
    return scrubbed.append(text, copied, text.length()).toString();
  }

  private static List<Found> find(String text) {
    var found = new ArrayList<Found>();
    for (PersonalData kind : PersonalData.values()) {
      Matcher matcher = kind.pattern().matcher(text);
      while (matcher.find()) {
        if (kind.accepts(matcher.group())) {
          found.add(new Found(kind, matcher.start(), matcher.end()));
        }
      }
    }
    if (!found.isEmpty()) {
      Matcher links = LINK.matcher(text);
      while (links.find()) {
        found.removeIf(data -> data.start < links.end() && data.end > links.start());
      }
      found.sort(
          Comparator.comparingInt(Found::start)
              .thenComparing(Found::end, Comparator.reverseOrder()));
    }
    return found;
  }

  private record Found(PersonalData kind, int start, int end) {}
}
