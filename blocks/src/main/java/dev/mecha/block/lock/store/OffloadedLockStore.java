package dev.mecha.block.lock.store;

import dev.mecha.kernel.registry.Offload;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.spi.lock.UnlockStatus;
import java.time.Duration;

/** Calls a store that may hold its thread away from the threads that serve the network. */
final class OffloadedLockStore extends ForwardingLockStore {

  private final Offload offload;

  OffloadedLockStore(LockStore inner, Offload offload) {
    super(inner);
    this.offload = offload;
  }

  @Override
  public boolean tryLock(String resource, String owner, Duration expiry)
      throws InterruptedException {
    return offload.call(() -> inner.tryLock(resource, owner, expiry));
  }

  @Override
  public UnlockStatus unlock(String resource, String owner) throws InterruptedException {
    return offload.call(() -> inner.unlock(resource, owner));
  }

  @Override
  public void ping() throws InterruptedException {
    offload.call(
        () -> {
          inner.ping();
          return true;
        });
  }

  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }
}
