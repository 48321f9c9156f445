package dev.mecha.spi.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Time as the runtime and its components see it: the system's, or a {@link VirtualClock} in tests.
 * What decides when something expires, is tried again or is due reads it and waits on it; what
 * guards against the world outside, such as a time-out of a socket, does not. Thread-safe.
 */
public interface Time extends InstantSource {

  /**
   * @return the time of the machine
   */
  static Time system() {
    return SystemTime.INSTANCE;
  }

  /**
   * For measuring how much time has passed.
   *
   * @return nanoseconds since some point; never goes back
   */
  long nanoTime();

  /**
   * Waits.
   *
   * @param duration how long; zero or less only looks whether the thread is interrupted
   * @throws InterruptedException if the thread is interrupted
   */
  void sleep(Duration duration) throws InterruptedException;

  /**
   * Waits until a time of the clock, also if somebody sets it meanwhile.
   *
   * @param time until when; one that has passed only looks whether the thread is interrupted
   * @throws InterruptedException if the thread is interrupted
   */
  default void sleepUntil(Instant time) throws InterruptedException {
    Duration left = Duration.between(instant(), time);
    do {
      sleep(left.compareTo(SystemTime.LONGEST_WAIT) > 0 ? SystemTime.LONGEST_WAIT : left);
      left = Duration.between(instant(), time);
    } while (left.isPositive());
  }

  /**
   * Has something done later.
   *
   * @param delay when; as soon as may be if it is zero or less
   * @param action quick; runs on a thread that others wait for
   * @return what takes it back
   */
  Alarm after(Duration delay, Runnable action);

  /**
   * Tells that work is being handed to another thread. From now until it has been run it is under
   * way: a virtual clock that is moved waits for it, so that a test sees what has come of it. Work
   * that is dropped without being run stays under way.
   *
   * @param work what another thread will run, once
   * @return what to run in its place; the work itself where nobody waits for it
   */
  Runnable held(Runnable work);

  /** Something that is to be done later. */
  @FunctionalInterface
  interface Alarm {
    /** Takes it back, unless it is being done or has been done. Idempotent. */
    void cancel();
  }
}
