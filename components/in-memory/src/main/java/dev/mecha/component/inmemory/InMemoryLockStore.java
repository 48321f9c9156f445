package dev.mecha.component.inmemory;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.spi.lock.UnlockStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps locks in the memory of the process, for those who use this one component. */
public final class InMemoryLockStore implements LockStore {

  /** How many locks are taken between two looks for those whose time is over. */
  private static final int SWEEP_EVERY = 1024;

  private final String name;
  private final InstantSource clock;
  private final ConcurrentHashMap<String, Held> locks = new ConcurrentHashMap<>();
  private final AtomicInteger taken = new AtomicInteger();
  private volatile boolean closed;

  /** A lock that somebody has until its time is over. No two are equal. */
  private static final class Held {

    private final String owner;
    private final Instant until;

    Held(String owner, Instant until) {
      this.owner = owner;
      this.until = until;
    }

    boolean isOver(Instant now) {
      return !now.isBefore(until);
    }
  }

  /** Makes stores of the type {@code lock.in-memory}. */
  public static final class Provider implements ComponentProvider<LockStore> {

    @Override
    public Class<LockStore> kind() {
      return LockStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("lock.in-memory");
    }

    @Override
    public LockStore create(ComponentContext context) {
      return new InMemoryLockStore(context);
    }
  }

  /**
   * A store in which all locks are free.
   *
   * @param context its name and its clock; it has no metadata
   */
  public InMemoryLockStore(ComponentContext context) {
    this.name = context.name();
    this.clock = context.clock();
  }

  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public void ping() {
    requireOpen();
  }

  @Override
  public boolean tryLock(String resource, String owner, Duration expiry) {
    requireOpen();
    Instant now = clock.instant();
    var wanted = new Held(owner, now.plus(expiry));
    boolean granted =
        locks.merge(resource, wanted, (held, wish) -> held.isOver(now) ? wish : held) == wanted;
    if (granted && taken.incrementAndGet() % SWEEP_EVERY == 0) {
      locks.values().removeIf(held -> held.isOver(now));
    }
    return granted;
  }

  @Override
  public UnlockStatus unlock(String resource, String owner) {
    requireOpen();
    Held held = locks.get(resource);
    if (held == null || held.isOver(clock.instant())) {
      return UnlockStatus.LOCK_DOES_NOT_EXIST;
    }
    if (!held.owner.equals(owner)) {
      return UnlockStatus.LOCK_BELONGS_TO_OTHERS;
    }
    // Somebody else may have been faster: the owner itself, or the next when the time was over.
    return locks.remove(resource, held) ? UnlockStatus.SUCCESS : UnlockStatus.LOCK_DOES_NOT_EXIST;
  }

  private void requireOpen() {
    if (closed) {
      throw new ComponentException("lock store " + name + " is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    locks.clear();
  }
}
