package dev.mecha.block.lock.store;

import dev.mecha.spi.lock.LockStore;
import dev.mecha.spi.lock.UnlockStatus;
import java.time.Duration;

/**
 * Passes every call on, so that a decorator names only what it changes and loses no power of what
 * it wraps.
 */
abstract class ForwardingLockStore implements LockStore {

  /** What is decorated. */
  protected final LockStore inner;

  ForwardingLockStore(LockStore inner) {
    this.inner = inner;
  }

  @Override
  public boolean tryLock(String resource, String owner, Duration expiry)
      throws InterruptedException {
    return inner.tryLock(resource, owner, expiry);
  }

  @Override
  public UnlockStatus unlock(String resource, String owner) throws InterruptedException {
    return inner.unlock(resource, owner);
  }

  @Override
  public boolean neverHoldsCarrier() {
    return inner.neverHoldsCarrier();
  }

  @Override
  public void ping() throws InterruptedException {
    inner.ping();
  }

  @Override
  public void close() {
    inner.close();
  }
}
