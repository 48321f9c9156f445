package dev.mecha.block.conversation.pii;

import java.util.regex.Pattern;

/**
 * A kind of personal data, and how it looks. Every pattern repeats a bounded number of times, so
 * that no text takes long. Where two fit, the one that begins first is meant, then the longer, then
 * the one that stands first here.
 */
enum PersonalData {
  STREET_ADDRESS(
      "STREET_ADDRESS",
      "(?i)\\b\\d{1,5} (?:[\\w'.-]{1,20}"
          + " ){1,4}(?:street|st|avenue|ave|road|rd|highway|hwy|square|sq"
          + "|trail|trl|drive|dr|lane|ln|court|ct|park|parkway|pkwy|circle|cir|boulevard|blvd)\\b\\.?"),
  CREDIT_CARD(
      "CREDIT_CARD",
      "(?<![\\d-])(?:\\d{4}[- ]?){3}\\d{4}(?![\\d-])"
          + "|(?<![\\d-])\\d{4}[- ]?\\d{6}[- ]?\\d{5}(?![\\d-])"),
  SSN("US_SSN", "(?<![\\d-])\\d{3}-\\d{2}-\\d{4}(?![\\d-])"),
  ISBN(
      "ISBN",
      "(?<![\\d-])(?:97[89][- ])?\\d{1,5}[- ]\\d{1,7}[- ]\\d{1,7}[- ][\\dXx](?![\\d-])"
          + "|(?<!\\d)97[89]\\d{10}(?!\\d)") {
    @Override
    boolean accepts(String found) {
      long digits = digits(found) + (found.endsWith("X") || found.endsWith("x") ? 1 : 0);
      return digits == 10 || digits == 13;
    }
  },
  IP(
      "IP",
      "(?<![\\w.])(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|0?\\d?\\d)\\.){3}"
          + "(?:25[0-5]|2[0-4]\\d|1\\d\\d|0?\\d?\\d)(?!\\.?\\w)"
          + "|(?<![\\w:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\\w:])") {
    @Override
    boolean accepts(String found) {
      return isWholeAddress(found);
    }
  },
  ZIP_CODE("ZIP_CODE", "(?<![\\w.-])\\d{5}(?:-\\d{4})?(?![\\w-])"),
  PHONE(
      "PHONE_NUMBER",
      "(?<![\\w.+])(?:\\+\\d{1,3}[-. ]?)?(?:\\(\\d{1,4}\\)[-. ]?)?\\d{1,4}(?:[-. ]?\\d{2,4}){1,4}"
          + "(?![\\w-])") {
    @Override
    boolean accepts(String found) {
      long digits = digits(found);
      return digits >= 7 && digits <= 15;
    }
  },
  EMAIL(
      "EMAIL_ADDRESS",
      "[A-Za-z0-9._%+!#$&'*/=?^{|}~-]{1,64}"
          + "@(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\\.){1,8}[A-Za-z][A-Za-z0-9-]{1,24}"),
  MAC_ADDRESS("MAC_ADDRESS", "(?<![\\w:-])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![\\w:-])"),
  IBAN("IBAN", "\\b[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\\b"),
  PO_BOX("PO_BOX", "(?i)\\bP\\.? ?O\\.? ?Box \\d{1,10}");

  private final String placeholder;
  private final Pattern pattern;

  PersonalData(String name, String pattern) {
    this.placeholder = '<' + name + '>';
    this.pattern = Pattern.compile(pattern);
  }

  /** What stands in its place. */
  String placeholder() {
    return placeholder;
  }

  Pattern pattern() {
    return pattern;
  }

  /** Whether what the pattern found is one. */
  boolean accepts(String found) {
    return true;
  }

  private static long digits(String text) {
    return text.chars().filter(c -> c >= '0' && c <= '9').count();
  }

  /** An address of version 6 has eight groups or a gap; a time of day has neither. */
  private static boolean isWholeAddress(String text) {
    if (text.indexOf('.') >= 0) {
      return true;
    }
    int gap = text.indexOf("::");
    if (gap >= 0) {
      return text.indexOf("::", gap + 1) < 0 && text.length() > 2;
    }
    return text.chars().filter(c -> c == ':').count() == 7
        && !text.startsWith(":")
        && !text.endsWith(":");
  }
}
