package dev.mecha.block.lock;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.spi.lock.UnlockStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Locks in a map that never expire, that can be told to fail, and that remember their calls. */
public final class FakeLocks implements LockStore {

  /** Who has what. */
  public final Map<String, String> owners = new HashMap<>();

  /** Every call with its arguments. */
  public final List<String> calls = new ArrayList<>();

  /** The names of the threads of the calls. */
  public final List<String> threads = new ArrayList<>();

  /** Thrown by every call if set. */
  public @Nullable ComponentException failure;

  /** Whether it was closed. */
  public boolean closed;

  private final boolean neverHolds;

  /**
   * @param neverHolds whether it may be called on any thread
   */
  public FakeLocks(boolean neverHolds) {
    this.neverHolds = neverHolds;
  }

  @Override
  public boolean neverHoldsCarrier() {
    return neverHolds;
  }

  @Override
  public boolean tryLock(String resource, String owner, Duration expiry) {
    called("lock " + resource + " " + owner + " " + expiry);
    return owners.putIfAbsent(resource, owner) == null;
  }

  @Override
  public UnlockStatus unlock(String resource, String owner) {
    called("unlock " + resource + " " + owner);
    if (!owners.containsKey(resource)) {
      return UnlockStatus.LOCK_DOES_NOT_EXIST;
    }
    return owners.remove(resource, owner)
        ? UnlockStatus.SUCCESS
        : UnlockStatus.LOCK_BELONGS_TO_OTHERS;
  }

  @Override
  public void ping() {
    called("ping");
  }

  private void called(String what) {
    calls.add(what);
    threads.add(Thread.currentThread().getName());
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
