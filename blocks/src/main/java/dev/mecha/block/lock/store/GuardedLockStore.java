package dev.mecha.block.lock.store;

import dev.mecha.kernel.resilience.CircuitOpenException;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.GuardTimeoutException;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.spi.lock.UnlockStatus;
import java.time.Duration;

/**
 * Calls a store under the policies that are written for it. That a lock is taken, or is not there,
 * is an answer: it is not asked for again, and no breaker opens.
 */
final class GuardedLockStore extends ForwardingLockStore {

  private final Guard guard;

  GuardedLockStore(LockStore inner, Guard guard) {
    super(inner);
    this.guard = guard;
  }

  @Override
  public boolean tryLock(String resource, String owner, Duration expiry)
      throws InterruptedException {
    return guarded(() -> inner.tryLock(resource, owner, expiry));
  }

  @Override
  public UnlockStatus unlock(String resource, String owner) throws InterruptedException {
    return guarded(() -> inner.unlock(resource, owner));
  }

  /** What ends a call from outside is shown as the store's failure, as the peer shows it. */
  private <T> T guarded(Call<T> call) throws InterruptedException {
    try {
      return guard.run(call::run);
    } catch (GuardTimeoutException | CircuitOpenException e) {
      throw new ComponentException(String.valueOf(e.getMessage()), e);
    }
  }

  private interface Call<T> {
    T run() throws InterruptedException;
  }
}
