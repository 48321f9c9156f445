package dev.mecha.kernel.health;

import java.time.Duration;

/** Asks the application whether it is well, in whatever it speaks. */
@FunctionalInterface
public interface Probe {

  /**
   * Asks. Blocks the virtual thread.
   *
   * @param timeout how long the answer may take; none in time is an unhealthy one
   * @return what was found; an application that cannot be reached is unhealthy
   * @throws InterruptedException if the caller was interrupted
   */
  ProbeResult probe(Duration timeout) throws InterruptedException;
}
