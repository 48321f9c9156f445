package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.spi.lock.UnlockStatus;
import java.time.Duration;
import java.util.List;

/**
 * Keeps locks in an SQLite file, for all processes of a machine that use the file. A lock survives
 * the end of the process that took it, and of the sidecar; not necessarily that of the machine, and
 * with it of all who could have the lock.
 */
public final class SqliteLockStore implements LockStore {

  private final Database database;
  private final LockTable locks;
  private final Writer writer;

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
    public LockStore create(ComponentContext context) throws InterruptedException {
      return new SqliteLockStore(context);
    }
  }

  /**
   * Opens the database and makes its table if it is not there.
   *
   * @param context its name, metadata, clock and home
   * @throws dev.mecha.spi.InvalidMetadataException if a field is wrong
   * @throws ComponentException if the database cannot be opened
   * @throws InterruptedException if the calling thread is interrupted meanwhile
   */
  public SqliteLockStore(ComponentContext context) throws InterruptedException {
    SqliteSettings settings = LockSettings.of(context);
    this.relaxed = settings.wal() && !settings.source().memory();
    this.locks = new LockTable(settings.tableName(), context.clock());
    this.database = new Database(settings, context.home(), context.clock(), locks::ensure);
    this.writer = new Writer(database, context.name());
    boolean open = false;
    try {
      ping();
      open = true;
    } finally {
      if (!open) {
        close();
      }
    }
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
    Job<T> job = relaxed ? writer.submitRelaxed(work) : writer.submit(work);
    return job.await(database.timeout());
  }

  @Override
  public void close() {
    writer.close();
  }
}
