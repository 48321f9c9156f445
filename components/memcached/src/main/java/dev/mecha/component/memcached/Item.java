package dev.mecha.component.memcached;

import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.TimeToLive;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A value with the number that a server keeps beside it, which says when the value expires: the
 * server itself does not tell.
 *
 * @param value any bytes
 * @param flags the second since 1970 at which the value expires, or 0; other clients may have given
 *     it a meaning of their own
 */
record Item(byte[] value, int flags) {

  /** From here on a server takes a life span for a point in time. */
  static final int LONGEST_SPAN = 60 * 60 * 24 * 30;

  /** Less than this is no time at which we could have written. */
  private static final int FIRST_TIME = 1_000_000_000;

  /**
   * @param request what to keep
   * @param now the time
   * @return the item
   * @throws dev.mecha.spi.state.InvalidTimeToLiveException if the life span is no number
   */
  static Item of(SetRequest request, Instant now) {
    Integer seconds = TimeToLive.seconds(request.metadata());
    return new Item(
        request.value(),
        seconds == null || seconds <= 0
            ? 0
            : Math.clamp(now.getEpochSecond() + seconds, 1, Integer.MAX_VALUE));
  }

  /**
   * @param now the time
   * @return what a server is told: a span in seconds, a point in time, or 0 for ever
   */
  int expiration(Instant now) {
    long left = flags - now.getEpochSecond();
    return flags == 0 || left >= LONGEST_SPAN ? flags : (int) Math.max(left, 1);
  }

  /**
   * @return when the value expires, or null if it does not, or who wrote it did not say
   */
  @Nullable Instant expiry() {
    return flags < FIRST_TIME ? null : Instant.ofEpochSecond(flags);
  }
}
