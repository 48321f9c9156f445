package dev.mecha.runtime;

import dev.mecha.kernel.text.DurationText;
import dev.mecha.runtime.options.ShutdownOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a sidecar ends. After it was told to stop it may go on serving for a while, so that others
 * can learn that it leaves; then everything has to be closed within the time of grace.
 */
final class Ending implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");

  /** Stands for no limit where a length of time is asked for. */
  private static final Duration FOREVER = Duration.ofDays(365);

  /** By how much what is in flight is cut off later than the process would end. */
  private static final Duration AFTER_THE_PROCESS = Duration.ofSeconds(1);

  private final ShutdownOptions options;
  private final @Nullable Runnable overdue;
  private @Nullable Thread watch;

  /**
   * @param overdue ends the process if closing takes longer than the time of grace; null if calls
   *     in flight are cut off then and closing goes on
   */
  Ending(ShutdownOptions options, @Nullable Runnable overdue) {
    this.options = options;
    this.overdue = overdue;
  }

  /**
   * Waits as long as the sidecar is to go on serving, or until the application is unwell.
   *
   * @param app is waited for
   * @param first what is done at the start of such a time, which brings the application no new work
   */
  void goOnServing(AppWait app, Runnable first) {
    Duration time = options.block();
    if (time == null) {
      return;
    }
    LOG.info(
        "Blocking graceful shutdown for {} or until app reports unhealthy...",
        DurationText.of(time));
    first.run();
    try {
      if (app.awaitUnwell(time)) {
        LOG.info("App reported unhealthy, entering shutdown...");
      } else {
        LOG.info("Block shutdown period expired, entering shutdown...");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Begins the time of grace. {@link #close} ends it. */
  void begin() {
    if (options.unlimited()) {
      LOG.warn("Graceful shutdown timeout is infinite, will wait indefinitely to shutdown");
    } else if (overdue != null) {
      watch = Thread.ofPlatform().daemon().name("shutdown-watch").start(() -> watch(overdue));
    }
  }

  private void watch(Runnable overdue) {
    try {
      Thread.sleep(options.grace());
      overdue.run();
    } catch (InterruptedException e) {
      // All is closed in time.
    }
  }

  /** How long calls in flight may take. */
  Duration grace() {
    if (options.unlimited()) {
      return FOREVER;
    }
    return overdue == null ? options.grace() : options.grace().plus(AFTER_THE_PROCESS);
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.interrupt();
    }
  }

  /** Waits for the application to be unwell. */
  interface AppWait {

    /** For a sidecar that cannot know. */
    AppWait NOBODY =
        time -> {
          Thread.sleep(time);
          return false;
        };

    /**
     * @param time how long at most
     * @return whether it is unwell
     * @throws InterruptedException if the caller was interrupted
     */
    boolean awaitUnwell(Duration time) throws InterruptedException;
  }
}
