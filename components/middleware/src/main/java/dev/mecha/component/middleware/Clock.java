package dev.mecha.component.middleware;

import java.util.function.LongSupplier;

/**
 * Time as rules see it.
 *
 * @param now the time in milliseconds
 * @param sleep waits
 */
record Clock(LongSupplier now, Sleep sleep) {

  /** Waits. */
  @FunctionalInterface
  interface Sleep {
    void millis(long millis) throws InterruptedException;
  }

  long millis() {
    return now.getAsLong();
  }
}
