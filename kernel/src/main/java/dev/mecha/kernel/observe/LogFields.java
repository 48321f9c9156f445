package dev.mecha.kernel.observe;

import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What a log line says beside its message, each under a key of its own: {@code code=204
 * duration=1}. Travels as a parameter of the backend's record, for SLF4J's binding drops key-value
 * pairs and looks up the caller for every line. To be filled by one thread and not changed once it
 * is logged.
 */
public final class LogFields {

  private final Map<String, Object> fields = new TreeMap<>();

  /**
   * @param key such as {@code method}
   * @param value any text; it is escaped where that is needed
   * @return this
   */
  public LogFields add(String key, String value) {
    fields.put(key, value);
    return this;
  }

  /**
   * @param key such as {@code code}
   * @param value a whole number
   * @return this
   */
  public LogFields add(String key, long value) {
    fields.put(key, value);
    return this;
  }

  /**
   * Logs a line with these fields.
   *
   * @param logger its name is the line's scope
   * @param level the line's level
   * @param message what happened; taken as it is
   */
  public void log(Logger logger, LogLevel level, String message) {
    Level backend = level.backend();
    if (logger.isLoggable(backend)) {
      var line = new LogRecord(backend, message);
      line.setLoggerName(logger.getName());
      line.setParameters(new Object[] {this});
      logger.log(line);
    }
  }

  /** The values by key, strings and whole numbers, in the order of the keys. */
  Map<String, Object> asMap() {
    return fields;
  }

  @Override
  public String toString() {
    return fields.toString();
  }
}
