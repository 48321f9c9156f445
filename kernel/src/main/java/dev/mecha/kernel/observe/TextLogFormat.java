package dev.mecha.kernel.observe;

import dev.mecha.kernel.text.QuotedText;
import java.time.ZoneId;
import java.util.logging.LogRecord;

/**
 * {@code time="…" level=info msg="…" key=value …}: time, level and message, then the other keys in
 * their order.
 */
public final class TextLogFormat extends LogFormat {

  /**
   * @param identity who is logging
   * @param zone the time zone of the time
   */
  public TextLogFormat(LogIdentity identity, ZoneId zone) {
    super(identity, zone);
  }

  @Override
  public String format(LogRecord line) {
    var out = new StringBuilder(256);
    append(out, "time", time(line));
    append(out, "level", level(line));
    String message = message(line);
    if (!message.isEmpty()) {
      append(out, "msg", message);
    }
    fields(line).forEach((key, value) -> append(out, key, value.toString()));
    return out.append('\n').toString();
  }

  private static void append(StringBuilder out, String key, String value) {
    if (!out.isEmpty()) {
      out.append(' ');
    }
    out.append(key).append('=');
    if (isBare(value)) {
      out.append(value);
    } else {
      QuotedText.append(out, value);
    }
  }

  /** Whether a value can do without quotes; an empty one can. */
  private static boolean isBare(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean bare =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._/@^+".indexOf(c) >= 0;
      if (!bare) {
        return false;
      }
    }
    return true;
  }
}
