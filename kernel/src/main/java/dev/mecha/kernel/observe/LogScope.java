package dev.mecha.kernel.observe;

import java.io.OutputStream;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * The log of one of several sidecars in a process: lines of threads that were started for it, and
 * of those that they start, go to a place of their own under a name of their own. Threads that
 * inherit nothing, as those of requests, have to be told with {@link #around}.
 */
public final class LogScope {

  private static final InheritableThreadLocal<LogScope> CURRENT = new InheritableThreadLocal<>();

  private final LogHandler handler;

  /**
   * @param level from which level on lines are written
   * @param json whether lines are JSON objects
   * @param out where they go; stays open
   * @param identity who is logging
   */
  public LogScope(LogLevel level, boolean json, OutputStream out, LogIdentity identity) {
    var zone = ZoneId.systemDefault();
    handler =
        new LogHandler(
            out, json ? new JsonLogFormat(identity, zone) : new TextLogFormat(identity, zone));
    handler.setFilter(LogThresholds.of(level));
  }

  /**
   * @return the scope that the calling thread works for, or null
   */
  public static @Nullable LogScope current() {
    return CURRENT.get();
  }

  void publish(LogRecord line) {
    handler.write(line);
  }

  /**
   * Works for this scope.
   *
   * @param work what to do; threads that it starts belong to the scope too
   * @param <T> what it returns
   * @return what it returned
   * @throws Exception what it threw
   */
  public <T> T call(Callable<T> work) throws Exception {
    LogScope before = CURRENT.get();
    CURRENT.set(this);
    try {
      return work.call();
    } finally {
      restore(before);
    }
  }

  /**
   * @param task of a thread that inherits nothing
   * @return the same for this scope
   */
  public Runnable around(Runnable task) {
    return () -> {
      LogScope before = CURRENT.get();
      CURRENT.set(this);
      try {
        task.run();
      } finally {
        restore(before);
      }
    };
  }

  private static void restore(@Nullable LogScope before) {
    if (before == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(before);
    }
  }
}
