package dev.mecha.kernel.resilience;

import java.time.Duration;

/** Time as policies see it: {@link SystemTiming}, or a virtual one in tests. Thread-safe. */
public interface Timing {

  /**
   * @return nanoseconds since some point; never goes back
   */
  long nanos();

  /**
   * Waits between two tries.
   *
   * @param duration how long; zero only looks whether the thread is interrupted
   * @throws InterruptedException if the thread is interrupted
   */
  void sleep(Duration duration) throws InterruptedException;

  /**
   * Has something done later.
   *
   * @param delay when
   * @param action quick; runs on a thread that others wait for
   * @return what takes it back
   */
  Alarm after(Duration delay, Runnable action);

  /** Something that is to be done later. */
  @FunctionalInterface
  interface Alarm {
    /** Takes it back, unless it is being done. */
    void cancel();
  }
}
