package dev.mecha.component.sqlite;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.BusyHandler;

/**
 * Waits for a lock that another connection holds: tries again every millisecond until the time is
 * up. SQLite's own waits grow to a tenth of a second, in which a process that writes all the time
 * would never be caught between two commits.
 */
final class Patience extends BusyHandler {

  private static final long STEP = TimeUnit.MILLISECONDS.toNanos(1);

  private final long limit;
  private long since;

  Patience(Duration limit) {
    this.limit = limit.toNanos();
  }

  /**
   * @param prior how often it was asked for the same lock before
   * @return whether to try again: 1, or 0 to give up
   */
  @Override
  protected int callback(int prior) {
    if (prior == 0) {
      since = System.nanoTime();
    }
    if (System.nanoTime() - since >= limit) {
      return 0;
    }
    LockSupport.parkNanos(this, STEP);
    return 1;
  }
}
