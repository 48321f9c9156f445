package dev.mecha.block.lock.store;

import dev.mecha.spi.lock.LockStore;
import dev.mecha.spi.lock.UnlockStatus;
import java.time.Duration;

/** Puts the prefix before every resource. */
final class PrefixedLockStore extends ForwardingLockStore {

  private final LockPrefix prefix;

  PrefixedLockStore(LockStore inner, LockPrefix prefix) {
    super(inner);
    this.prefix = prefix;
  }

  @Override
  public boolean tryLock(String resource, String owner, Duration expiry)
      throws InterruptedException {
    return inner.tryLock(prefix.store(resource), owner, expiry);
  }

  @Override
  public UnlockStatus unlock(String resource, String owner) throws InterruptedException {
    return inner.unlock(prefix.store(resource), owner);
  }
}
