package dev.mecha.component.sqlite;

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
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps state in an SQLite file. A write that returned is on the disk. */
public final class SqliteStateStore implements StateStore {

  private static final Set<StateFeature> FEATURES =
      Set.of(
          StateFeature.ETAG,
          StateFeature.TRANSACTIONAL,
          StateFeature.TTL,
          StateFeature.KEYS_LIKE,
          StateFeature.BULK_GET);

  /** More would not read faster: they wait for the same file. */
  private static final int MOST_READERS = 4;

  private final Database database;
  private final Etags etags = new Etags();
  private final Writer writer;

  /** The readers, or the writer if the database is in memory and thus in one session only. */
  private final Lane readers;

  /** Makes stores of the type {@code state.sqlite}. */
  public static final class Provider implements ComponentProvider<StateStore> {

    @Override
    public Class<StateStore> kind() {
      return StateStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("state.sqlite", "state.sqlite3");
    }

    @Override
    public StateStore create(ComponentContext context) throws InterruptedException {
      return new SqliteStateStore(context);
    }
  }

  /**
   * Opens the database and makes its tables if they are not there.
   *
   * @param context its name, metadata, clock and home
   * @throws dev.mecha.spi.InvalidMetadataException if a field is wrong
   * @throws ComponentException if the database cannot be opened
   * @throws InterruptedException if the calling thread is interrupted meanwhile
   */
  public SqliteStateStore(ComponentContext context) throws InterruptedException {
    this.database = new Database(SqliteSettings.of(context), context.home(), context.clock());
    this.writer = new Writer(database, context.name());
    int cores = Runtime.getRuntime().availableProcessors();
    this.readers =
        database.inMemory()
            ? writer
            : new Readers(database, context.name(), Math.min(MOST_READERS, cores));
    boolean open = false;
    try {
      await(writer.submit(Session::ping));
      open = true;
    } finally {
      if (!open) {
        close();
      }
    }
  }

  @Override
  public Set<StateFeature> features() {
    return FEATURES;
  }

  /** Callers only park: native code runs on the store's own threads. */
  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public void ping() throws InterruptedException {
    await(readers.submit(Session::ping));
  }

  @Override
  public @Nullable StateValue get(GetRequest request) throws InterruptedException {
    String key = request.key();
    return this.<@Nullable StateValue>await(readers.submit(session -> session.get(key)));
  }

  /** All values are of one moment. */
  @Override
  public List<BulkItem> bulkGet(List<GetRequest> requests) throws InterruptedException {
    return await(
        readers.submit(
            session ->
                session.atomically(
                    one -> {
                      var items = new ArrayList<BulkItem>(requests.size());
                      for (GetRequest request : requests) {
                        items.add(new BulkItem(request.key(), one.get(request.key()), null));
                      }
                      return items;
                    })));
  }

  @Override
  public void set(SetRequest request) throws InterruptedException {
    write(request);
  }

  @Override
  public void delete(DeleteRequest request) throws InterruptedException {
    write(request);
  }

  @Override
  public void write(StateOperation operation) throws InterruptedException {
    Change change = Change.of(operation, etags);
    await(writer.submit(session -> session.apply(change)));
  }

  /** One commit for all that can be written. */
  @Override
  public void bulkWrite(List<? extends StateOperation> operations) throws InterruptedException {
    var failures = new LinkedHashMap<String, ComponentException>();
    var changes = new ArrayList<Change>(operations.size());
    for (StateOperation operation : operations) {
      try {
        changes.add(Change.of(operation, etags));
      } catch (ComponentException e) {
        failures.put(operation.key(), e);
      }
    }
    if (!changes.isEmpty()) {
      failures.putAll(await(writer.submit(session -> applyEach(session, changes))));
    }
    if (!failures.isEmpty()) {
      throw operations.size() == 1
          ? failures.values().iterator().next()
          : new BulkStateException(failures);
    }
  }

  private static Map<String, ComponentException> applyEach(Session session, List<Change> changes)
      throws SQLException {
    var failures = new LinkedHashMap<String, ComponentException>();
    for (Change change : changes) {
      try {
        session.apply(change);
      } catch (ComponentException e) {
        failures.put(change.key(), e);
      }
    }
    return failures;
  }

  /** Each condition sees the writes before it in the same transaction. */
  @Override
  public void transact(List<StateOperation> operations, Map<String, String> metadata)
      throws InterruptedException {
    List<Change> changes =
        operations.stream().map(operation -> Change.of(operation, etags)).toList();
    if (!changes.isEmpty()) {
      await(writer.submit(session -> session.atomically(one -> applyAll(one, changes))));
    }
  }

  private static int applyAll(Session session, List<Change> changes) throws SQLException {
    int rows = 0;
    for (Change change : changes) {
      rows += session.apply(change);
    }
    return rows;
  }

  @Override
  public KeysPage keysLike(String pattern, int limit, @Nullable String continuationToken)
      throws InterruptedException {
    if (pattern.isEmpty()) {
      throw new ComponentException("keys like pattern cannot be empty");
    }
    String glob = Globs.ofLike(pattern);
    long after = continuationToken == null ? Long.MIN_VALUE : row(continuationToken);
    return await(readers.submit(session -> session.keys(glob, after, limit)));
  }

  private static long row(String token) {
    try {
      return Long.parseLong(token);
    } catch (NumberFormatException e) {
      throw new ComponentException(
          "continuation token: \"" + token + "\" (expected: the token of a page)", e);
    }
  }

  /** The writer goes last: its session, the last one, merges the log into the file. */
  @Override
  public void close() {
    readers.close();
    writer.close();
  }

  private <T extends @Nullable Object> T await(Job<T> job) throws InterruptedException {
    return job.await(database.timeout());
  }
}
