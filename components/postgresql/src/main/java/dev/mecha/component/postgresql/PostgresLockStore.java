package dev.mecha.component.postgresql;

import dev.mecha.component.support.sql.Database;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.spi.lock.UnlockStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps locks as rows of a table. A lock does not depend on the session that took it, which may be
 * a connection of a pool, but on the server's clock.
 */
public final class PostgresLockStore implements LockStore {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresLockStore.class);
  private static final Duration SWEEP_INTERVAL = Duration.ofHours(1);

  private final Database database;
  private final LockTable locks;

  /** Makes {@code lock.postgresql}. */
  public static final class Provider implements ComponentProvider<LockStore> {

    private final Map<String, String> environment;

    /** For the service loader: the environment of this process. */
    public Provider() {
      this(System.getenv());
    }

    /**
     * @param environment where the variables that every PostgreSQL client reads are looked up
     */
    public Provider(Map<String, String> environment) {
      this.environment = environment;
    }

    @Override
    public Class<LockStore> kind() {
      return LockStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("lock.postgresql", "lock.postgres");
    }

    @Override
    public LockStore create(ComponentContext context) throws InterruptedException {
      LockTable locks = LockTable.of(context.metadata());
      Database database = Access.of(context, environment).database();
      try {
        database.<Boolean>write(locks::ensure);
        var store = new PostgresLockStore(database, locks);
        database.repeat(store::sweep, SWEEP_INTERVAL);
        return store;
      } catch (InterruptedException | RuntimeException e) {
        database.close();
        throw e;
      }
    }
  }

  PostgresLockStore(Database database, LockTable locks) {
    this.database = database;
    this.locks = locks;
  }

  /** As with the state store: nothing of the driver's holds a carrier thread. */
  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public void ping() throws InterruptedException {
    database.ping();
  }

  @Override
  public boolean tryLock(String resource, String owner, Duration expiry)
      throws InterruptedException {
    return database.write(connection -> locks.take(connection, resource, owner, expiry));
  }

  @Override
  public UnlockStatus unlock(String resource, String owner) throws InterruptedException {
    return database.write(connection -> locks.free(connection, resource, owner));
  }

  private void sweep() {
    try {
      int removed = database.<Integer>write(locks::sweep);
      LOG.debug("Removed {} locks whose time was over", removed);
    } catch (ComponentException e) {
      LOG.warn("Locks whose time is over cannot be removed now: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
