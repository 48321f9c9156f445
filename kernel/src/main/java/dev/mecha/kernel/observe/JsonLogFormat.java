package dev.mecha.kernel.observe;

import dev.mecha.kernel.text.JsonText;
import java.time.ZoneId;
import java.util.logging.LogRecord;

/** One JSON object a line, its keys in alphabetical order. */
public final class JsonLogFormat extends LogFormat {

  /**
   * @param identity who is logging
   * @param zone the time zone of the time
   */
  public JsonLogFormat(LogIdentity identity, ZoneId zone) {
    super(identity, zone);
  }

  @Override
  public String format(LogRecord line) {
    var members = fields(line);
    members.put("time", time(line));
    members.put("level", level(line));
    members.put("msg", message(line));
    var out = new StringBuilder(256);
    members.forEach((key, value) -> append(out, key, value));
    return out.append("}\n").toString();
  }

  private static void append(StringBuilder out, String key, Object value) {
    JsonText.appendString(out.append(out.isEmpty() ? '{' : ','), key);
    out.append(':');
    if (value instanceof Number) {
      out.append(value);
    } else {
      JsonText.appendString(out, value.toString());
    }
  }
}
