package dev.mecha.component.sqlite;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store's own threads: daemons of the platform, since native code holds what it runs on. */
final class Threads {

  private static final Logger LOG = LoggerFactory.getLogger(Threads.class);

  private Threads() {}

  static Thread start(String name, Runnable task) {
    return Thread.ofPlatform()
        .daemon()
        .inheritInheritableThreadLocals(false)
        .name(name)
        .start(task);
  }

  /** Waits for the end of a thread, interrupted or not, but not for ever: the disk may hang. */
  static void join(Thread thread, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean interrupted = false;
    while (thread.isAlive() && System.nanoTime() < deadline) {
      try {
        if (!thread.join(Duration.ofNanos(deadline - System.nanoTime()))) {
          LOG.warn("{} has not ended within {}ms", thread.getName(), timeout.toMillis());
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
