package dev.mecha.component.postgresql;

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
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code state.postgresql}: state in PostgreSQL, in a table that the peer's sidecars may share.
 * Version 1 keeps JSON documents and answers queries, version 2 keeps bytes and is quicker.
 *
 * <p>The driver blocks on the JDK's sockets and guards itself with locks that a virtual thread can
 * wait for, and connections are made on threads of the pool's own: nothing holds a carrier thread.
 */
public final class PostgresStateStore implements StateStore {

  private final StateSettings settings;
  private final Format format;
  private final Database database;
  private final Rows rows;

  PostgresStateStore(StateSettings settings, Format format, Database database) {
    this.settings = settings;
    this.format = format;
    this.database = database;
    this.rows = new Rows(format);
  }

  @Override
  public Set<StateFeature> features() {
    return format.features();
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

  /**
   * All at once if nothing stands in the way, which is much quicker; else one by one to tell what
   * does.
   */
  @Override
  public void bulkWrite(List<? extends StateOperation> operations) throws InterruptedException {
    if (operations.size() < 2) {
      BulkStateException.collect(operations, this::write);
      return;
    }
    try {
      database.write(writing(operations).inTransaction());
    } catch (UnavailableException e) {
      throw e;
    } catch (ComponentException e) {
      BulkStateException.collect(operations, this::write);
    }
  }

  @Override
  public void transact(List<StateOperation> operations, Map<String, String> metadata)
      throws InterruptedException {
    if (operations.size() == 1) {
      write(operations.getFirst());
    } else if (!operations.isEmpty()) {
      database.write(writing(operations).inTransaction());
    }
  }

  private Work<Boolean> writing(List<? extends StateOperation> operations) {
    return connection -> {
      new WriteBatch(connection, format).write(operations);
      return true;
    };
  }

  @Override
  public QueryResult query(StateQuery query, Map<String, String> metadata)
      throws InterruptedException {
    if (!features().contains(StateFeature.QUERY)) {
      throw new ComponentException("queries are not supported by version 2");
    }
    JsonQuery search = JsonQuery.of(query, settings.table());
    return database.read(connection -> rows.page(connection, search));
  }

  @Override
  public KeysPage keysLike(String pattern, int limit, @Nullable String continuationToken)
      throws InterruptedException {
    if (pattern.isEmpty()) {
      throw new ComponentException("keys like pattern cannot be empty");
    }
    long after = Rows.number(continuationToken);
    return database.read(connection -> rows.keys(connection, pattern, limit, after));
  }

  @Override
  public void close() {
    database.close();
  }

  /** Makes {@code state.postgresql}. */
  public static final class Provider implements ComponentProvider<StateStore> {

    /** A table with many rows takes its time to be changed. */
    private static final Duration MIGRATION_LIMIT = Duration.ofHours(1);

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
    public Class<StateStore> kind() {
      return StateStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("state.postgresql", "state.postgres");
    }

    @Override
    public Set<String> versions() {
      return Set.of("v1", "v2");
    }

    @Override
    public StateStore create(ComponentContext context) throws InterruptedException {
      boolean second = context.version().equals("v2");
      StateSettings settings =
          second ? StateSettings.v2(context.metadata()) : StateSettings.v1(context.metadata());
      Format format = second ? new BinaryFormat(settings) : new JsonFormat(settings);
      Database database = database(context, settings.timeout());
      try {
        database.write(new Migrations(settings, format)::run, MIGRATION_LIMIT);
        if (settings.cleanupInterval().isPositive()) {
          database.repeat(new Cleanup(database, settings, format), settings.cleanupInterval());
        }
        return new PostgresStateStore(settings, format, database);
      } catch (InterruptedException | RuntimeException e) {
        database.close();
        throw e;
      }
    }

    private Database database(ComponentContext context, Duration timeout) {
      var connection = ConnectionSettings.of(context.metadata(), environment);
      var properties =
          DriverProperties.of(context.metadata(), connection, timeout, "mecha " + context.appId());
      return new Database(
          "postgresql-" + context.name(),
          new Server(connection, properties),
          PoolFields.read(context.metadata(), connection),
          timeout);
    }
  }
}
