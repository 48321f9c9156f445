package dev.mecha.block.lock;

import dev.mecha.kernel.registry.Lease;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.spi.lock.UnlockStatus;
import java.time.Duration;

/** The lock API without a transport: checks what is asked in the peer's order, calls the store. */
final class LockService {

  private final Registry<LockStore> stores;

  LockService(Registry<LockStore> stores) {
    this.stores = stores;
  }

  /**
   * @return whether the owner has the lock now
   */
  boolean tryLock(LockRequest request) throws InterruptedException {
    if (request.expirySeconds() <= 0) {
      throw LockErrors.noExpiry(request.store()).asException();
    }
    try (Lease<LockStore> lease = lease(request)) {
      return lease
          .component()
          .tryLock(
              request.resource(), request.owner(), Duration.ofSeconds(request.expirySeconds()));
    } catch (ComponentException e) {
      throw LockErrors.tryLock(String.valueOf(e.getMessage())).asException();
    }
  }

  UnlockStatus unlock(LockRequest request) throws InterruptedException {
    try (Lease<LockStore> lease = lease(request)) {
      return lease.component().unlock(request.resource(), request.owner());
    } catch (ComponentException e) {
      throw LockErrors.unlock(String.valueOf(e.getMessage())).asException();
    }
  }

  private Lease<LockStore> lease(LockRequest request) {
    if (stores.isEmpty()) {
      throw LockErrors.notConfigured().asException();
    }
    if (request.resource().isEmpty()) {
      throw LockErrors.noResource(request.store()).asException();
    }
    if (request.owner().isEmpty()) {
      throw LockErrors.noOwner(request.store()).asException();
    }
    Lease<LockStore> lease = stores.lease(request.store());
    if (lease == null) {
      throw LockErrors.notFound(request.store()).asException();
    }
    return lease;
  }
}
