package dev.mecha.kernel.observe;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes every line with one call to the operating system, at once: a line that was logged is out
 * when the process dies. Virtual threads that wait for each other here do not hold their carriers.
 */
final class LogHandler extends Handler {

  private final OutputStream out;
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * The backend keeps loggers by weak references; those with a level of their own must not go away.
   */
  private final List<Logger> kept = new CopyOnWriteArrayList<>();

  private volatile @Nullable Logger parent;

  /**
   * @param out where to; stays open
   * @param format how a record becomes a line
   */
  LogHandler(OutputStream out, LogFormat format) {
    this.out = out;
    setFormatter(format);
  }

  /** Takes the lines of a logger and of those below it. */
  void attach(Logger logger) {
    parent = logger;
    logger.addHandler(this);
  }

  /** Takes no more lines. */
  void detach() {
    var logger = parent;
    parent = null;
    if (logger != null) {
      logger.removeHandler(this);
    }
  }

  /** Keeps a logger, and with it its level, as long as this handler is there. */
  void keep(Logger logger) {
    kept.add(logger);
  }

  /** A sidecar that shares the process with others has a handler of its own. */
  @Override
  public void publish(LogRecord line) {
    LogScope scope = LogScope.current();
    if (scope == null) {
      write(line);
    } else {
      scope.publish(line);
    }
  }

  /** Writes a line, if it is loud enough. */
  void write(LogRecord line) {
    if (!isLoggable(line)) {
      return;
    }
    try {
      write(getFormatter().format(line).getBytes(StandardCharsets.UTF_8));
    } catch (IOException | RuntimeException e) {
      reportError(null, e, ErrorManager.WRITE_FAILURE);
    }
  }

  private void write(byte[] line) throws IOException {
    lock.lock();
    try {
      out.write(line);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void flush() {}

  /**
   * Called by the backend's own shutdown hook, which runs beside ours: the log would fall silent
   * while the sidecar is still shutting down. So the handler comes back, and the output stays open
   * until the process is gone.
   */
  @Override
  public void close() {
    var logger = parent;
    if (logger != null) {
      logger.addHandler(this);
    }
  }
}
