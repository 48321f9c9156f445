package dev.mecha.kernel.observe;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * How a line is made out of a record. One record is one line, whatever it contains: line breaks,
 * quotes and what steers a terminal are escaped. Thread-safe.
 */
public abstract sealed class LogFormat extends Formatter permits TextLogFormat, JsonLogFormat {

  /** RFC 3339 with as many digits of the second as there are. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendOffset("+HH:MM", "Z")
          .toFormatter();

  /** Keys that a field of the same name has to give way to. */
  private static final Set<String> RESERVED = Set.of("time", "level", "msg");

  private final LogIdentity identity;
  private final ZoneId zone;

  LogFormat(LogIdentity identity, ZoneId zone) {
    this.identity = identity;
    this.zone = zone;
  }

  /** When it happened, in local time. */
  final String time(LogRecord line) {
    return TIME.format(ZonedDateTime.ofInstant(line.getInstant(), zone));
  }

  /** The level in the peer's words. */
  static String level(LogRecord line) {
    return LogLevel.of(line.getLevel()).label();
  }

  /** The message; with the parameters in it if the backend was given some. */
  final String message(LogRecord line) {
    if (fieldsOf(line) != null) {
      return line.getMessage();
    }
    String message = formatMessage(line);
    return message == null ? "" : message;
  }

  /** Everything else, by key: strings and whole numbers. */
  final SortedMap<String, Object> fields(LogRecord line) {
    var fields = new TreeMap<String, Object>();
    if (!identity.appId().isEmpty()) {
      fields.put("app_id", identity.appId());
    }
    fields.put("instance", identity.instance());
    fields.put("scope", line.getLoggerName() == null ? "" : line.getLoggerName());
    fields.put("type", "log");
    fields.put("ver", identity.version());
    if (line.getThrown() != null) {
      fields.put("error", stackTrace(line.getThrown()));
    }
    LogFields own = fieldsOf(line);
    if (own != null) {
      own.asMap().forEach((key, value) -> fields.put(keyOf(key), value));
    }
    return fields;
  }

  private static @Nullable LogFields fieldsOf(LogRecord line) {
    Object[] parameters = line.getParameters();
    return parameters != null && parameters.length == 1 && parameters[0] instanceof LogFields own
        ? own
        : null;
  }

  private static String keyOf(String key) {
    return RESERVED.contains(key) ? "fields." + key : key;
  }

  private static String stackTrace(Throwable thrown) {
    var trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString().stripTrailing();
  }
}
