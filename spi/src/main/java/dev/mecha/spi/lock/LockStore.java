package dev.mecha.spi.lock;

import dev.mecha.spi.Component;
import java.time.Duration;

/**
 * Hands out locks: of all who ask for the lock of a resource, through any component on the same
 * engine, one has it at a time. An owner loses it when its time is over, whether it still lives or
 * not; time is the engine's, so that owners whose clocks differ agree.
 *
 * <p>Neither method may be repeated blindly: an answer that was lost on the way cannot be asked for
 * again.
 */
public interface LockStore extends Component {

  /**
   * Takes a lock if it is free. Does not wait for it, and does not prolong it: whoever has the lock
   * already is refused as everybody else.
   *
   * @param resource what is locked
   * @param owner who wants it
   * @param expiry how long the lock is kept unless it is given back; positive, in whole seconds
   * @return whether the owner has it now
   * @throws InterruptedException if the calling thread is interrupted; the lock may have been taken
   */
  boolean tryLock(String resource, String owner, Duration expiry) throws InterruptedException;

  /**
   * Gives a lock back.
   *
   * @param resource what is locked
   * @param owner who has it
   * @return what became of it
   * @throws InterruptedException if the calling thread is interrupted; the lock may be free
   */
  UnlockStatus unlock(String resource, String owner) throws InterruptedException;
}
