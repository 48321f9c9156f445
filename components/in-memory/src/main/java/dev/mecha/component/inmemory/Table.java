package dev.mecha.component.inmemory;

import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.TimeToLive;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Entries by key, with expiry. Each method is atomic for its key; what spans several keys is up to
 * the caller.
 *
 * <p>There is no thread that removes what has expired: a read removes what it finds, and every
 * write removes up to {@value #SWEEP} more than it adds, so that expired entries never outnumber
 * the writes since.
 */
final class Table {

  private static final int SWEEP = 16;

  private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();
  private final ConcurrentSkipListSet<Entry> expiring =
      new ConcurrentSkipListSet<>(Entry.BY_EXPIRY);
  private final AtomicLong versions = new AtomicLong();
  private final InstantSource clock;

  /** The first half of every ETag: those of another process or store never match. */
  private final long era = UUID.randomUUID().getMostSignificantBits();

  Table(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * @return what is there and has not expired
   */
  @Nullable Entry find(String key) {
    Entry entry = entries.get(key);
    if (entry == null || !expired(entry)) {
      return entry;
    }
    drop(entry);
    return null;
  }

  /**
   * Checks and writes at once.
   *
   * @throws ETagException if the condition does not hold
   */
  void write(StateOperation operation) {
    entries.compute(
        operation.key(), (key, current) -> replaced(current, next(live(current), operation)));
    sweep();
  }

  /** Puts an entry made by {@link #next} in place, or none. */
  void put(String key, @Nullable Entry entry) {
    entries.compute(key, (k, current) -> replaced(current, entry));
    sweep();
  }

  /**
   * What a write would leave behind.
   *
   * @param current what is there, not expired
   * @return the entry in its place, or null for none
   * @throws ETagException if the condition does not hold
   */
  @Nullable Entry next(@Nullable Entry current, StateOperation operation) {
    check(current, operation);
    return switch (operation) {
      case DeleteRequest delete -> null;
      case SetRequest set -> entry(current, set);
    };
  }

  Stream<Entry> all() {
    return entries.values().stream().filter(entry -> !expired(entry));
  }

  void clear() {
    entries.clear();
    expiring.clear();
  }

  /**
   * @return how many entries are held, expired ones included
   */
  int size() {
    return entries.size();
  }

  /** Removes the entry unless another has taken its place. */
  void drop(Entry entry) {
    expiring.remove(entry);
    entries.remove(entry.key, entry);
  }

  private static void check(@Nullable Entry current, StateOperation operation) {
    String etag = operation.etag();
    boolean holds =
        etag != null
            ? current != null && etag.equals(current.value.etag())
            : operation.concurrency() == Concurrency.LAST_WRITE || current == null;
    if (!holds) {
      throw ETagException.mismatch(operation.key());
    }
  }

  private Entry entry(@Nullable Entry current, SetRequest set) {
    Integer seconds = TimeToLive.seconds(set.metadata());
    Instant expiry = seconds == null || seconds <= 0 ? null : clock.instant().plusSeconds(seconds);
    Map<String, String> metadata = expiry == null ? Map.of() : TimeToLive.expiring(expiry);
    long version = versions.incrementAndGet();
    return new Entry(
        set.key(),
        new StateValue(set.value(), new UUID(era, version).toString(), metadata),
        version,
        current == null ? version : current.creation,
        expiry == null ? Entry.NEVER : expiry.toEpochMilli());
  }

  private @Nullable Entry replaced(@Nullable Entry old, @Nullable Entry entry) {
    if (old != null && old.expiry != Entry.NEVER) {
      expiring.remove(old);
    }
    if (entry != null && entry.expiry != Entry.NEVER) {
      expiring.add(entry);
    }
    return entry;
  }

  private @Nullable Entry live(@Nullable Entry entry) {
    return entry == null || expired(entry) ? null : entry;
  }

  private boolean expired(Entry entry) {
    return entry.expiry != Entry.NEVER && entry.expiry <= clock.millis();
  }

  private void sweep() {
    int left = SWEEP;
    for (Entry entry : expiring) {
      if (left-- == 0 || !expired(entry)) {
        return;
      }
      drop(entry);
    }
  }
}
