package dev.mecha.component.mysql;

import dev.mecha.component.support.sql.Database;
import dev.mecha.component.support.sql.UnavailableException;
import dev.mecha.component.support.sql.Work;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.BulkStateException;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.KeysPage;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code state.mysql}: state in MySQL or MariaDB, in a table that the peer's sidecars may share.
 *
 * <p>The driver blocks on the JDK's sockets and guards itself with locks that a virtual thread can
 * wait for, and connections are made on threads of the pool's own: nothing holds a carrier thread.
 */
public final class MySqlStateStore implements StateStore {

  private final Database database;
  private final StateRows rows;
  private final StateWrites writes;

  MySqlStateStore(Database database, Statements sql) {
    this.database = database;
    this.rows = new StateRows(sql);
    this.writes = new StateWrites(sql);
  }

  @Override
  public Set<StateFeature> features() {
    return Set.of(
        StateFeature.ETAG,
        StateFeature.TRANSACTIONAL,
        StateFeature.TTL,
        StateFeature.KEYS_LIKE,
        StateFeature.BULK_GET);
  }

  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public void ping() throws InterruptedException {
    database.ping();
  }

  @Override
  public @Nullable StateValue get(GetRequest request) throws InterruptedException {
    return database.<@Nullable StateValue>read(connection -> rows.one(connection, request.key()));
  }

  @Override
  public List<BulkItem> bulkGet(List<GetRequest> requests) throws InterruptedException {
    List<String> keys = requests.stream().map(GetRequest::key).toList();
    return keys.isEmpty() ? List.of() : database.read(connection -> rows.many(connection, keys));
  }

  @Override
  public void set(SetRequest request) throws InterruptedException {
    write(request);
  }

  @Override
  public void delete(DeleteRequest request) throws InterruptedException {
    write(request);
  }

  /** One statement is a transaction of its own. */
  @Override
  public void write(StateOperation operation) throws InterruptedException {
    database.write(writing(List.of(operation)));
  }

  /** All at once if nothing stands in the way; else one by one to tell what does. */
  @Override
  public void bulkWrite(List<? extends StateOperation> operations) throws InterruptedException {
    if (operations.size() > 1) {
      try {
        database.write(writing(operations).inTransaction());
        return;
      } catch (UnavailableException e) {
        throw e;
      } catch (ComponentException e) {
        // Said below, with the failure of each.
      }
    }
    BulkStateException.collect(operations, this::write);
  }

  @Override
  public void transact(List<StateOperation> operations, Map<String, String> metadata)
      throws InterruptedException {
    if (!operations.isEmpty()) {
      database.write(writing(operations).inTransaction());
    }
  }

  private Work<Boolean> writing(List<? extends StateOperation> operations) {
    return connection -> {
      writes.write(connection, operations);
      return true;
    };
  }

  @Override
  public KeysPage keysLike(String pattern, int limit, @Nullable String continuationToken)
      throws InterruptedException {
    if (pattern.isEmpty()) {
      throw new ComponentException("keys like pattern cannot be empty");
    }
    long after = StateRows.number(continuationToken);
    return database.read(connection -> rows.keys(connection, pattern, limit, after));
  }

  @Override
  public void close() {
    database.close();
  }

  /** Makes {@code state.mysql}. */
  public static final class Provider implements ComponentProvider<StateStore> {

    /** A table with many rows takes its time to be changed. */
    private static final Duration MIGRATION_LIMIT = Duration.ofHours(1);

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<StateStore> kind() {
      return StateStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("state.mysql");
    }

    @Override
    public StateStore create(ComponentContext context) throws InterruptedException {
      StateSettings settings = StateSettings.of(context.metadata());
      Statements sql = Statements.of(settings);
      var database =
          new Database(
              "mysql-" + context.name(),
              new Server(context.metadata(), "connectionString", "url")
                  .session("time_zone", "'+00:00'"),
              PoolFields.byDefault(),
              settings.timeout());
      try {
        database.write(new StateTables(settings)::prepare, MIGRATION_LIMIT);
        if (settings.cleanupInterval().isPositive()) {
          database.repeat(
              new Cleanup(database, sql, settings.cleanupInterval()), settings.cleanupInterval());
        }
        return new MySqlStateStore(database, sql);
      } catch (InterruptedException | RuntimeException e) {
        database.close();
        throw e;
      }
    }
  }
}
