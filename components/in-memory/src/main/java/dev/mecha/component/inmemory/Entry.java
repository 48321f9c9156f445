package dev.mecha.component.inmemory;

import dev.mecha.spi.state.StateValue;
import java.util.Comparator;

/**
 * What is kept under one key. Compared by identity: two writes are never equal.
 *
 * @see Table
 */
final class Entry {

  /** The {@link #expiry} of a value that stays. */
  static final long NEVER = Long.MAX_VALUE;

  static final Comparator<Entry> BY_EXPIRY =
      (one, other) ->
          one.expiry == other.expiry
              ? Long.compare(one.version, other.version)
              : Long.compare(one.expiry, other.expiry);

  final String key;

  /** The answer to a read, made once: a read allocates nothing. */
  final StateValue value;

  /** The number of the write that made this entry; unique within the store. */
  final long version;

  /** The number of the write that created the key: its place in lists. */
  final long creation;

  /** Milliseconds since the epoch, or {@link #NEVER}. */
  final long expiry;

  Entry(String key, StateValue value, long version, long creation, long expiry) {
    this.key = key;
    this.value = value;
    this.version = version;
    this.creation = creation;
    this.expiry = expiry;
  }
}
