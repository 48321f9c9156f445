package dev.mecha.transport.thread;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the watchdog knows of one event loop. It looks at it again and again; one piece of work that
 * is there each time has held the loop for the time in between.
 */
final class LoopWatch {

  /** Longer than this is worth a word. */
  static final Duration LIMIT = Duration.ofMillis(20);

  /** How often is looked. */
  static final Duration INTERVAL = Duration.ofMillis(10);

  /** What takes longer is reported before it ends; perhaps it never does. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final LoopPulse pulse;
  private int beat;
  private long held;
  private @Nullable HeldLoop what;
  private boolean reported;

  LoopWatch(LoopPulse pulse) {
    this.pulse = pulse;
  }

  /**
   * Looks at the loop.
   *
   * @param passed nanoseconds since the last look. More than {@link #INTERVAL} does not count: then
   *     the whole process stood still, which nobody on the loop is to blame for
   * @return what has held the loop for too long, once: when it is over, or when it has taken a
   *     second; null mostly
   */
  @Nullable HeldLoop look(long passed) {
    int now = pulse.beat();
    if (now != beat || !LoopPulse.isBusy(now)) {
      HeldLoop over = reported ? null : what;
      beat = now;
      held = 0;
      what = null;
      reported = false;
      return over;
    }
    held += Math.min(passed, INTERVAL.toNanos());
    if (held < LIMIT.toNanos()) {
      return null;
    }
    what = what == null ? stillThere(HeldLoop.of(pulse, held)) : what.lasting(held);
    if (held < PATIENCE.toNanos() || reported) {
      return null;
    }
    reported = true;
    return what;
  }

  /** What ended while its stack was taken is not what was seen there, perhaps. */
  private @Nullable HeldLoop stillThere(HeldLoop seen) {
    return pulse.beat() == beat ? seen : null;
  }

  /**
   * @return whether the loop works, or has worked since the last look
   */
  boolean isActive() {
    int now = pulse.beat();
    return now != beat || LoopPulse.isBusy(now);
  }

  LoopPulse pulse() {
    return pulse;
  }
}
