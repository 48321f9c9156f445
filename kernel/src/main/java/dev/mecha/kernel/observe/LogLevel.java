package dev.mecha.kernel.observe;

import java.util.Locale;
import java.util.logging.Level;

/** A level in the peer's words: what {@code --log-level} takes and what log lines say. */
public enum LogLevel {
  /** For whoever looks for a fault. */
  DEBUG("debug"),
  /** The default. */
  INFO("info"),
  /** Something that may turn out to be a problem. */
  WARN("warning"),
  /** Something failed. */
  ERROR("error"),
  /** The process ends because of it. */
  FATAL("fatal");

  /** The backend has no such level of its own. */
  private static final class FatalLevel extends Level {
    private static final long serialVersionUID = 1L;

    static final Level INSTANCE = new FatalLevel();

    private FatalLevel() {
      super("FATAL", Level.SEVERE.intValue() + 100);
    }
  }

  private final String label;

  LogLevel(String label) {
    this.label = label;
  }

  /**
   * @param value {@code debug}, {@code info}, {@code warn}, {@code warning}, {@code error} or
   *     {@code fatal}, in any case
   * @return the level
   * @throws IllegalArgumentException if it is none of them
   */
  public static LogLevel parse(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "debug" -> DEBUG;
      case "info" -> INFO;
      case "warn", "warning" -> WARN;
      case "error" -> ERROR;
      case "fatal" -> FATAL;
      default ->
          throw new IllegalArgumentException(
              "invalid value for --log-level: "
                  + value
                  + " (expected: debug, info, warn, error or fatal)");
    };
  }

  /** The level that a line of the backend's has; what lies between two counts as the lower. */
  static LogLevel of(Level level) {
    LogLevel found = DEBUG;
    for (LogLevel candidate : values()) {
      if (level.intValue() >= candidate.backend().intValue()) {
        found = candidate;
      }
    }
    return found;
  }

  /**
   * @return the word that a log line has for it
   */
  public String label() {
    return label;
  }

  /** What the backend calls it. */
  Level backend() {
    return switch (this) {
      case DEBUG -> Level.FINE;
      case INFO -> Level.INFO;
      case WARN -> Level.WARNING;
      case ERROR -> Level.SEVERE;
      case FATAL -> FatalLevel.INSTANCE;
    };
  }
}
