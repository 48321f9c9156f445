package dev.mecha.component.inmemory;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.KeysPage;
import dev.mecha.spi.state.LikePattern;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps state in the memory of the process; it ends with the store.
 *
 * <p>A read is one look into a concurrent map, and single writes of different keys do not meet.
 * What spans several keys excludes everything else while it writes, so that no reader sees half of
 * a transaction.
 */
public final class InMemoryStateStore implements StateStore {

  private static final Set<StateFeature> FEATURES =
      Set.of(
          StateFeature.ETAG,
          StateFeature.TRANSACTIONAL,
          StateFeature.TTL,
          StateFeature.DELETE_WITH_PREFIX,
          StateFeature.KEYS_LIKE,
          StateFeature.BULK_GET);

  private static final String SEPARATOR = "||";

  private final String name;
  private final Table table;

  /**
   * Held shared by writers of one key and exclusively by writers of several; readers look whether
   * it was held.
   */
  private final StampedLock lock = new StampedLock();

  private volatile boolean closed;

  /** Makes stores of the type {@code state.in-memory}. */
  public static final class Provider implements ComponentProvider<StateStore> {

    @Override
    public Class<StateStore> kind() {
      return StateStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("state.in-memory");
    }

    @Override
    public StateStore create(ComponentContext context) {
      return new InMemoryStateStore(context);
    }
  }

  /**
   * An empty store.
   *
   * @param context its name and its clock; it has no metadata
   */
  public InMemoryStateStore(ComponentContext context) {
    this.name = context.name();
    this.table = new Table(context.clock());
  }

  @Override
  public Set<StateFeature> features() {
    return FEATURES;
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
  public @Nullable StateValue get(GetRequest request) throws InterruptedException {
    requireOpen();
    long stamp = lock.tryOptimisticRead();
    StateValue value = value(request.key());
    return lock.validate(stamp) ? value : shared(() -> value(request.key()));
  }

  @Override
  public List<BulkItem> bulkGet(List<GetRequest> requests) throws InterruptedException {
    requireOpen();
    long stamp = lock.tryOptimisticRead();
    List<BulkItem> items = items(requests);
    return lock.validate(stamp) ? items : shared(() -> items(requests));
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
    requireOpen();
    long stamp = lock.readLockInterruptibly();
    try {
      table.write(operation);
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /** Each condition sees the writes before it in the same transaction. */
  @Override
  public void transact(List<StateOperation> operations, Map<String, String> metadata)
      throws InterruptedException {
    requireOpen();
    long stamp = lock.writeLockInterruptibly();
    try {
      var changes = new LinkedHashMap<String, @Nullable Entry>();
      for (StateOperation operation : operations) {
        String key = operation.key();
        Entry current = changes.containsKey(key) ? changes.get(key) : table.find(key);
        changes.put(key, table.next(current, operation));
      }
      changes.forEach(table::put);
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /** Keys with a further {@code ||} behind the prefix stay: they belong to somebody else. */
  @Override
  public long deleteWithPrefix(String prefix) throws InterruptedException {
    requireOpen();
    if (prefix.isEmpty() || prefix.equals(SEPARATOR)) {
      throw new ComponentException("a prefix is required for deleteWithPrefix request");
    }
    String whole = prefix.endsWith(SEPARATOR) ? prefix : prefix + SEPARATOR;
    long stamp = lock.writeLockInterruptibly();
    try {
      List<Entry> found = table.all().filter(entry -> directlyBelow(whole, entry.key)).toList();
      found.forEach(table::drop);
      return found.size();
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  private static boolean directlyBelow(String prefix, String key) {
    return key.startsWith(prefix) && key.indexOf(SEPARATOR, prefix.length()) < 0;
  }

  @Override
  public KeysPage keysLike(String pattern, int limit, @Nullable String continuationToken)
      throws InterruptedException {
    requireOpen();
    if (pattern.isEmpty()) {
      throw new ComponentException("keys like pattern cannot be empty");
    }
    var like = new LikePattern(pattern);
    long after = continuationToken == null ? 0 : position(continuationToken);
    return shared(
        () -> {
          Stream<Entry> found =
              table.all().filter(entry -> entry.creation > after && like.matches(entry.key));
          return page(found, limit);
        });
  }

  private static KeysPage page(Stream<Entry> found, int limit) {
    List<Entry> sorted =
        found
            .sorted(Comparator.comparingLong(entry -> entry.creation))
            .limit(limit > 0 ? limit + 1L : Long.MAX_VALUE)
            .toList();
    boolean more = limit > 0 && sorted.size() > limit;
    List<Entry> page = more ? sorted.subList(0, limit) : sorted;
    return new KeysPage(
        page.stream().map(entry -> entry.key).toList(),
        more ? String.valueOf(page.getLast().creation) : null);
  }

  private static long position(String token) {
    try {
      return Long.parseLong(token);
    } catch (NumberFormatException e) {
      throw new ComponentException(
          "continuation token: \"" + token + "\" (expected: the token of a page)", e);
    }
  }

  private @Nullable StateValue value(String key) {
    Entry entry = table.find(key);
    return entry == null ? null : entry.value;
  }

  private List<BulkItem> items(List<GetRequest> requests) {
    return requests.stream()
        .map(request -> new BulkItem(request.key(), value(request.key()), null))
        .toList();
  }

  /** What is read while nobody writes several keys. */
  private <T extends @Nullable Object> T shared(Supplier<T> read) throws InterruptedException {
    long stamp = lock.readLockInterruptibly();
    try {
      return read.get();
    } finally {
      lock.unlockRead(stamp);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new ComponentException("state store " + name + " is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    table.clear();
  }
}
