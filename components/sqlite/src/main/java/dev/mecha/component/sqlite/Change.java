package dev.mecha.component.sqlite;

import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.TimeToLive;
import org.jspecify.annotations.Nullable;

/** A write, checked and encoded: what is left to do is the statement. */
sealed interface Change {

  /** The key that it is about. */
  String key();

  /** The version that must be there, or null for any. */
  @Nullable String etag();

  /**
   * Creates or replaces a value.
   *
   * @param key the key
   * @param text the value
   * @param etag the version to replace, or null
   * @param createOnly whether no value may be there; only without an ETag
   * @param newEtag the version that this write makes
   * @param seconds how long the value lives; 0 for as long as it is not replaced
   */
  record Put(
      String key, Text text, @Nullable String etag, boolean createOnly, String newEtag, int seconds)
      implements Change {}

  /**
   * Removes a value.
   *
   * @param key the key
   * @param etag the version to remove, or null
   */
  record Remove(String key, @Nullable String etag) implements Change {}

  /**
   * @param operation what was asked for
   * @param etags makes new versions
   * @return the change
   * @throws dev.mecha.spi.state.InvalidTimeToLiveException if the life span is no number
   */
  static Change of(StateOperation operation, Etags etags) {
    return switch (operation) {
      case DeleteRequest delete -> new Remove(delete.key(), delete.etag());
      case SetRequest set -> put(set, etags);
    };
  }

  private static Put put(SetRequest set, Etags etags) {
    Integer seconds = TimeToLive.seconds(set.metadata());
    return new Put(
        set.key(),
        Text.of(set),
        set.etag(),
        set.etag() == null && set.concurrency() == Concurrency.FIRST_WRITE,
        etags.next(),
        seconds == null ? 0 : Math.max(seconds, 0));
  }
}
