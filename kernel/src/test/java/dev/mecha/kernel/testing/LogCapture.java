package dev.mecha.kernel.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Keeps what is logged below a name, and keeps it from the console. For one test at a time. */
public final class LogCapture extends Handler implements AutoCloseable {

  private final Logger logger;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private LogCapture(String name) {
    this.logger = Logger.getLogger(name);
  }

  /**
   * @param name of a logger, or the start of names
   * @return a capture that is on until it is closed
   */
  public static LogCapture of(String name) {
    var capture = new LogCapture(name);
    capture.logger.setLevel(Level.FINE);
    capture.logger.setUseParentHandlers(false);
    capture.logger.addHandler(capture);
    return capture;
  }

  /**
   * @return what was logged so far, such as {@code WARNING text}
   */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(LogRecord record) {
    lines.add(record.getLevel().getName() + " " + record.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
    logger.setLevel(null);
  }
}
