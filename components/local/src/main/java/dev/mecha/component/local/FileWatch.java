package dev.mecha.component.local;

import dev.mecha.spi.configuration.ChangeListeners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks from time to time whether a file is another than before. That works on every file system,
 * and for files that are written in place, replaced, linked or not there.
 */
final class FileWatch implements ChangeListeners.Watch {

  /**
   * Two changes in one tick of the file system's clock look like one: it is looked at once more.
   */
  private static final Duration UNSETTLED = Duration.ofSeconds(2);

  private final Path file;
  private final Runnable onChange;
  private final Duration interval;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /** What tells one state of a file from another. */
  private record Stamp(Instant modified, long size, @Nullable Object identity) {

    static @Nullable Stamp of(Path file) {
      try {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(
            attributes.lastModifiedTime().toInstant(), attributes.size(), attributes.fileKey());
      } catch (IOException e) {
        return null; // not there
      }
    }
  }

  /**
   * @param file may not be there
   * @param interval between two looks
   * @param onChange told that it may have changed, perhaps once more than it has; must not block
   */
  FileWatch(Path file, Duration interval, Runnable onChange) {
    this.file = file;
    this.interval = interval;
    this.onChange = onChange;
    Stamp first = Stamp.of(file);
    this.thread = Thread.ofPlatform().daemon().name("configuration-file").start(() -> watch(first));
  }

  private void watch(@Nullable Stamp first) {
    Stamp last = first;
    long changedAt = System.nanoTime();
    boolean settled = false;
    try {
      while (!closed.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
        Stamp now = Stamp.of(file);
        boolean changed = now == null ? last != null : !now.equals(last);
        if (changed) {
          changedAt = System.nanoTime();
          settled = false;
        }
        if (!settled) {
          onChange.run();
          settled = System.nanoTime() - changedAt > UNSETTLED.toNanos();
        }
        last = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
