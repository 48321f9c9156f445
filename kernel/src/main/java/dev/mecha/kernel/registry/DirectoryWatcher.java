package dev.mecha.kernel.registry;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices changes in directories. It watches the directories, not the files: editors and clusters
 * replace files and links by renaming. What it cannot see (a link to elsewhere, a network file
 * system) is covered by a call at intervals.
 */
final class DirectoryWatcher implements AutoCloseable {

  /** Why the action is called. */
  enum Cause {
    /** Something changed, and nothing more within the quiet time. */
    CHANGE,
    /** Nothing changed that could be seen. */
    INTERVAL
  }

  /** What is done about it. */
  @FunctionalInterface
  interface Action {
    /**
     * @param cause why it is called
     * @throws InterruptedException if the watcher is closed meanwhile
     */
    void run(Cause cause) throws InterruptedException;
  }

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.hotreload.loader.disk");

  /** A directory that never comes to rest is looked at nevertheless. */
  private static final int MAX_ROUNDS = 20;

  private static final Duration END = Duration.ofSeconds(5);

  private final List<Path> directories;
  private final Duration quiet;
  private final Duration interval;
  private final Action action;
  private final Thread thread;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<Path, Watched> watched = new HashMap<>();
  private @Nullable WatchService service;

  private record Watched(Path real, WatchKey key) {}

  /**
   * @param directories what to watch; one that does not exist yet is watched when it does
   * @param quiet how long nothing may change before the action is called
   * @param interval after how long without a change it is called too
   * @param action called by one daemon thread
   */
  DirectoryWatcher(List<Path> directories, Duration quiet, Duration interval, Action action) {
    this.directories = List.copyOf(directories);
    this.quiet = quiet;
    this.interval = interval;
    this.action = action;
    this.thread = Thread.ofPlatform().daemon().name("resource-watcher").unstarted(this::run);
  }

  /** Takes note of changes from now on. They are acted upon after {@link #start}. */
  void watch() {
    try {
      service = FileSystems.getDefault().newWatchService();
      register();
    } catch (IOException | UnsupportedOperationException e) {
      LOG.warn(
          "Directories cannot be watched; they are read every {} s instead: {}",
          interval.toSeconds(),
          Failures.describe(e));
    }
  }

  /** Starts to call the action. */
  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Cause cause = awaitChange();
        register();
        action.run(cause);
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      LOG.debug("No longer watching {}", directories);
    }
  }

  private Cause awaitChange() throws InterruptedException {
    WatchService events = service;
    if (events == null) {
      if (closed.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new InterruptedException("closed");
      }
      return Cause.INTERVAL;
    }
    WatchKey key = events.poll(interval.toNanos(), TimeUnit.NANOSECONDS);
    if (key == null) {
      return Cause.INTERVAL;
    }
    for (int round = 0; key != null && round < MAX_ROUNDS; round++) {
      for (WatchEvent<?> event : key.pollEvents()) {
        LOG.debug("{} {} in {}", event.kind(), event.context(), key.watchable());
      }
      key.reset();
      key = events.poll(quiet.toNanos(), TimeUnit.NANOSECONDS);
    }
    return Cause.CHANGE;
  }

  /** Watches each directory as it is now: it may have been replaced, or only now have been made. */
  private void register() {
    for (Path directory : directories) {
      Watched before = watched.get(directory);
      try {
        Path real = directory.toRealPath();
        if (before == null || !before.key().isValid() || !before.real().equals(real)) {
          watched.put(directory, new Watched(real, register(real)));
          if (before != null) {
            before.key().cancel();
          }
        }
      } catch (IOException e) {
        LOG.debug("{} cannot be watched: {}", directory, Failures.describe(e));
      }
    }
  }

  private WatchKey register(Path directory) throws IOException {
    if (service == null) {
      throw new IOException("no watch service");
    }
    return directory.register(
        service,
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE);
  }

  /** Ends the thread, and what the action waits for. */
  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
    try {
      if (service != null) {
        service.close();
      }
      // A runtime that fails before it acts upon changes closes a watcher that never ran.
      boolean ran = thread.getState() != Thread.State.NEW;
      if (ran && !Thread.currentThread().equals(thread) && !thread.join(END)) {
        LOG.warn("{} does not end when it is interrupted; it is left behind", thread.getName());
      }
    } catch (IOException e) {
      LOG.debug("The watch service cannot be closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
