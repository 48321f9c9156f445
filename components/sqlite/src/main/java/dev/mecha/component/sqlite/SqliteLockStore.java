package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.spi.lock.UnlockStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps locks in an SQLite file, for all processes of a machine that use the file. A lock survives
 * the end of the process that took it, and of the sidecar; not necessarily that of the machine, and
 * with it of all who could have the lock.
 */
public final class SqliteLockStore implements LockStore {

  private final Database database;
  private final LockTable locks;
  private final String name;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile @Nullable Writer writer;
  private volatile boolean closed;

  /** Of a rollback journal, what is not synchronised may come to harm. */
  private final boolean relaxed;

  /** Makes stores of the type {@code lock.sqlite}. */
  public static final class Provider implements ComponentProvider<LockStore> {

    @Override
    public Class<LockStore> kind() {
      return LockStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("lock.sqlite");
    }

    @Override
    public LockStore create(ComponentContext context) {
      return new SqliteLockStore(context);
    }
  }

  /**
   * Opens nothing yet: a sidecar whose application wants no lock has neither thread nor file for
   * them.
   *
   * @param context its name, metadata, clock and home
   * @throws dev.mecha.spi.InvalidMetadataException if a field is wrong
   */
  public SqliteLockStore(ComponentContext context) {
    SqliteSettings settings = LockSettings.of(context);
    this.name = context.name();
    this.relaxed = settings.wal() && !settings.source().memory();
    this.locks = new LockTable(settings.tableName(), context.clock());
    this.database = new Database(settings, context.home(), context.clock(), locks::ensure);
  }

  /** Callers only park: native code runs on the store's own thread. */
  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public void ping() throws InterruptedException {
    run(Session::ping);
  }

  @Override
  public boolean tryLock(String resource, String owner, Duration expiry)
      throws InterruptedException {
    return run(session -> locks.take(session, resource, owner, expiry));
  }

  @Override
  public UnlockStatus unlock(String resource, String owner) throws InterruptedException {
    return run(session -> locks.free(session, resource, owner));
  }

  private <T> T run(Work<T> work) throws InterruptedException {
    Writer open = writer();
    Job<T> job = relaxed ? open.submitRelaxed(work) : open.submit(work);
    return job.await(database.timeout());
  }

  private Writer writer() {
    Writer open = writer;
    if (open != null) {
      return open;
    }
    opening.lock();
    try {
      if (closed) {
        throw new ComponentException("lock store " + name + " is closed");
      }
      if (writer == null) {
        writer = new Writer(database, name);
      }
      return writer;
    } finally {
      opening.unlock();
    }
  }

  @Override
  public void close() {
    opening.lock();
    try {
      closed = true;
    } finally {
      opening.unlock();
    }
    Writer open = writer;
    if (open != null) {
      open.close();
    }
  }
}
