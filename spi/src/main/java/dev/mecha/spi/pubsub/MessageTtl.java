package dev.mecha.spi.pubsub;

import dev.mecha.spi.Durations;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the metadata of a request carries the life span of a message. */
public final class MessageTtl {

  private static final String[] NAMES = {"ttl", "ttlInSeconds"};

  private MessageTtl() {}

  /**
   * The life span asked for under {@code ttl} or {@code ttlInSeconds}, in any case: a duration such
   * as {@code 1m30s}, or a whole number of seconds above zero.
   *
   * @param metadata of a request
   * @return the life span, never negative; null if the request says nothing, or nothing that counts
   */
  public static @Nullable Duration of(Map<String, String> metadata) {
    for (String name : NAMES) {
      for (var entry : metadata.entrySet()) {
        if (entry.getKey().equalsIgnoreCase(name)) {
          return entry.getValue().isEmpty() ? null : parse(entry.getValue());
        }
      }
    }
    return null;
  }

  private static @Nullable Duration parse(String text) {
    try {
      Duration length = Durations.parse(text, Duration.ofSeconds(1));
      boolean bare = text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-' || c == '+');
      if (bare && length.compareTo(Duration.ZERO) <= 0) {
        return null;
      }
      return length.isNegative() ? Duration.ZERO : length;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
