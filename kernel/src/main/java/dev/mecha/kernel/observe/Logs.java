package dev.mecha.kernel.observe;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Sets up logging for a process that is nothing but a sidecar. In a process that has other things
 * to do this is left alone: log lines go where the application's SLF4J binding sends them.
 */
public final class Logs {

  /** Where calls of the HTTP API are logged. */
  public static final String HTTP_API = "dapr.runtime.http-info";

  /** Where calls of the gRPC API are logged. */
  public static final String GRPC_API = "dapr.runtime.grpc.api-info";

  private Logs() {}

  /**
   * Sends all log lines to one place in one format. May be called again; the last call counts.
   *
   * @param level from which level on lines are written. Calls of the API, where they are logged at
   *     all, are written on every level; third-party libraries from {@link LogLevel#WARN} on,
   *     unless this is {@link LogLevel#DEBUG}
   * @param json whether lines are JSON objects
   * @param file a file to append to; empty for the standard output
   * @param identity who is logging
   * @throws UncheckedIOException if the file cannot be opened; nothing is changed then
   */
  public static void configure(LogLevel level, boolean json, String file, LogIdentity identity) {
    var zone = ZoneId.systemDefault();
    var format = json ? new JsonLogFormat(identity, zone) : new TextLogFormat(identity, zone);
    install(LogThresholds.of(level), new LogHandler(open(file), format));
  }

  /**
   * Lets each {@link LogScope} of the process write from its own level on. Of lines that belong to
   * none, warnings and worse go to the standard output.
   *
   * @param loudest the level of the scope that says most
   * @param identity who logs what belongs to no scope
   */
  public static void share(LogLevel loudest, LogIdentity identity) {
    var format = new TextLogFormat(identity, ZoneId.systemDefault());
    var handler = new LogHandler(open(""), format);
    install(LogThresholds.of(loudest), handler);
    handler.setFilter(LogThresholds.of(LogLevel.WARN));
  }

  private static OutputStream open(String file) {
    try {
      return file.isEmpty()
          ? new FileOutputStream(FileDescriptor.out)
          : new FileOutputStream(file, true);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "failed to open log file \"" + file + "\": " + e.getMessage(), e);
    }
  }

  private static void install(LogThresholds thresholds, LogHandler handler) {
    var root = Logger.getLogger("");
    handler.setFilter(thresholds);
    root.setLevel(thresholds.others());
    LogThresholds.OWN_SCOPES.forEach(scope -> handler.keep(withLevel(scope, thresholds.own())));
    LogThresholds.WIRE_SCOPES.forEach(
        scope -> handler.keep(withLevel(scope, LogLevel.WARN.backend())));
    LogThresholds.API_SCOPES.forEach(scope -> handler.keep(withLevel(scope, Level.INFO)));
    // At the level of debugging the JDK describes every certificate that it trusts: seconds of a
    // start.
    handler.keep(withLevel("jdk.event.security", Level.INFO));
    List<Handler> previous = Arrays.asList(root.getHandlers());
    handler.attach(root);
    previous.forEach(other -> remove(root, other));
  }

  private static Logger withLevel(String name, Level level) {
    var logger = Logger.getLogger(name);
    logger.setLevel(level);
    return logger;
  }

  private static void remove(Logger root, Handler handler) {
    if (handler instanceof LogHandler ours) {
      ours.detach();
    } else {
      root.removeHandler(handler);
    }
  }

  /**
   * Logs why the process cannot go on. Ending it is up to the caller.
   *
   * @param scope who says so, such as {@code dapr.runtime}
   * @param message what happened
   */
  public static void fatal(String scope, String message) {
    var line = new LogRecord(LogLevel.FATAL.backend(), message);
    line.setLoggerName(scope);
    Logger.getLogger(scope).log(line);
  }
}
