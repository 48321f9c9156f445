package dev.mecha.transport.thread;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Shows from outside whether an event loop gets on: a number that changes with each piece of work,
 * and what that piece is. The loop's own thread writes, with stores that cost no more than plain
 * ones; anybody may look.
 */
final class LoopPulse {

  private static final VarHandle BEAT;
  private static final VarHandle CONTINUATION;

  static {
    try {
      var lookup = MethodHandles.lookup();
      BEAT = lookup.findVarHandle(LoopPulse.class, "beat", int.class);
      CONTINUATION = lookup.findVarHandle(LoopPulse.class, "continuation", Runnable.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The pulse of the event loop whose thread asks; of nobody's interest on other threads. */
  private static final ThreadLocal<LoopPulse> CURRENT = ThreadLocal.withInitial(LoopPulse::new);

  /** Odd while the loop works, even while it waits for I/O. */
  @SuppressWarnings("UnusedVariable") // written through its handle
  private int beat;

  @SuppressWarnings("UnusedVariable") // written through its handle
  private @Nullable Runnable continuation;

  private volatile @Nullable Thread thread;

  /** Who watches and has gone to sleep because there was nothing to see; mostly null. */
  private volatile @Nullable Thread sleeper;

  static LoopPulse current() {
    return CURRENT.get();
  }

  /** Makes it the pulse of the calling thread. */
  void begin() {
    thread = Thread.currentThread();
    CURRENT.set(this);
  }

  /** The loop is about to wait for I/O, or to look for some. */
  void waits() {
    BEAT.setOpaque(this, (beat | 1) + 1);
  }

  /** The loop has looked for work and found none: nobody is woken up to see that. */
  void idles() {
    BEAT.setOpaque(this, (beat + 1) | 1);
  }

  /** The loop begins the next piece of its work. */
  void works() {
    BEAT.setOpaque(this, (beat + 1) | 1);
    Thread asleep = sleeper;
    if (asleep != null) {
      sleeper = null;
      LockSupport.unpark(asleep);
    }
  }

  /**
   * The loop begins to run a virtual thread.
   *
   * @param next its continuation
   */
  void runs(Runnable next) {
    CONTINUATION.setOpaque(this, next);
    works();
  }

  /** The virtual thread has given way. */
  void ran() {
    @Nullable Runnable none = null;
    CONTINUATION.setOpaque(this, none);
  }

  int beat() {
    return (int) BEAT.getOpaque(this);
  }

  static boolean isBusy(int beat) {
    return (beat & 1) != 0;
  }

  /** The next piece of work wakes this thread up. */
  void wakeOnWork(@Nullable Thread watcher) {
    sleeper = watcher;
  }

  /**
   * @return the loop's own thread, or null if it has not begun
   */
  @Nullable Thread thread() {
    return thread;
  }

  /**
   * @return the continuation of the virtual thread that runs now, or null if none does
   */
  @Nullable Runnable continuation() {
    return (Runnable) CONTINUATION.getOpaque(this);
  }
}
