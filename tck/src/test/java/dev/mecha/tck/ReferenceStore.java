package dev.mecha.tck;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.KeysPage;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.TimeToLive;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The contract in its plainest form: one sorted map under one lock. Subclasses put faults in. */
class ReferenceStore implements StateStore {

  private final TreeMap<String, Entry> entries = new TreeMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final InstantSource clock;
  private boolean closed;

  record Entry(StateValue value, Instant expiry) {}

  /** Makes stores without a fault. */
  public static class Provider implements ComponentProvider<StateStore> {

    @Override
    public Class<StateStore> kind() {
      return StateStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("state.reference");
    }

    @Override
    public StateStore create(ComponentContext context) {
      return new ReferenceStore(context.clock());
    }
  }

  ReferenceStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Set<StateFeature> features() {
    return EnumSet.complementOf(EnumSet.of(StateFeature.PARTITION_KEY));
  }

  private <T extends @Nullable Object> T locked(Supplier<T> work) {
    lock.lock();
    try {
      if (closed) {
        throw new ComponentException("the store is closed");
      }
      Instant now = clock.instant();
      entries.values().removeIf(entry -> !entry.expiry().isAfter(now));
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void ping() {
    locked(() -> true);
  }

  @Override
  public @Nullable StateValue get(GetRequest request) {
    return this.<@Nullable StateValue>locked(() -> value(entries.get(request.key())));
  }

  private static @Nullable StateValue value(@Nullable Entry entry) {
    return entry == null ? null : entry.value();
  }

  @Override
  public void set(SetRequest request) {
    locked(() -> apply(request));
  }

  @Override
  public void delete(DeleteRequest request) {
    locked(() -> apply(request));
  }

  boolean apply(StateOperation operation) {
    check(operation);
    switch (operation) {
      case DeleteRequest delete -> entries.remove(delete.key());
      case SetRequest set -> entries.put(set.key(), entry(set));
    }
    return true;
  }

  void check(StateOperation operation) {
    StateValue current = value(entries.get(operation.key()));
    String etag = operation.etag();
    boolean holds =
        etag == null
            ? operation.concurrency() == Concurrency.LAST_WRITE || current == null
            : current != null && etag.equals(current.etag());
    if (!holds) {
      throw ETagException.mismatch(operation.key());
    }
  }

  Entry entry(SetRequest set) {
    Integer seconds = TimeToLive.seconds(set.metadata());
    Instant expiry =
        seconds == null || seconds <= 0 ? Instant.MAX : clock.instant().plusSeconds(seconds);
    Map<String, String> metadata =
        expiry.equals(Instant.MAX) ? Map.of() : TimeToLive.expiring(expiry);
    return new Entry(new StateValue(set.value(), UUID.randomUUID().toString(), metadata), expiry);
  }

  @Override
  public void transact(List<StateOperation> operations, Map<String, String> metadata) {
    locked(
        () -> {
          var before = new TreeMap<>(entries);
          try {
            operations.forEach(this::apply);
          } catch (ComponentException e) {
            entries.clear();
            entries.putAll(before);
            throw e;
          }
          return true;
        });
  }

  @Override
  public long deleteWithPrefix(String prefix) {
    if (prefix.isEmpty() || prefix.equals("||")) {
      throw new ComponentException("a prefix is required");
    }
    String whole = prefix.endsWith("||") ? prefix : prefix + "||";
    return locked(
        () -> {
          int before = entries.size();
          entries.keySet().removeIf(key -> below(whole, key));
          return (long) before - entries.size();
        });
  }

  boolean below(String prefix, String key) {
    return key.startsWith(prefix) && !key.substring(prefix.length()).contains("||");
  }

  @Override
  public KeysPage keysLike(String pattern, int limit, @Nullable String token) {
    if (pattern.isEmpty()) {
      throw new ComponentException("a pattern is required");
    }
    Pattern regex = regex(pattern);
    return locked(
        () -> {
          List<String> keys =
              entries.keySet().stream()
                  .filter(key -> regex.matcher(key).matches())
                  .filter(key -> token == null || key.compareTo(token) > 0)
                  .toList();
          return limit > 0 && keys.size() > limit
              ? new KeysPage(keys.subList(0, limit), keys.get(limit - 1))
              : new KeysPage(keys, null);
        });
  }

  Pattern regex(String like) {
    var regex = new StringBuilder();
    for (int i = 0; i < like.length(); i++) {
      char c = like.charAt(i);
      switch (c) {
        case '%' -> regex.append(".*");
        case '_' -> regex.append('.');
        case '\\' -> regex.append(Pattern.quote(like.substring(++i, i + 1)));
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  @Override
  public QueryResult query(StateQuery query, Map<String, String> metadata) {
    return locked(
        () -> {
          List<BulkItem> found =
              entries.entrySet().stream()
                  .map(entry -> new BulkItem(entry.getKey(), entry.getValue().value(), null))
                  .filter(item -> query.filter() == null || Documents.matches(query.filter(), item))
                  .sorted(Documents.order(query.sort()))
                  .toList();
          int from = query.token() == null ? 0 : Integer.parseInt(query.token());
          int to = query.limit() == 0 ? found.size() : Math.min(found.size(), from + query.limit());
          String next = to < found.size() ? String.valueOf(to) : null;
          return new QueryResult(found.subList(from, to), next, Map.of());
        });
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }
}
