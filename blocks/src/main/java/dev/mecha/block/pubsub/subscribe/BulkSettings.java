package dev.mecha.block.pubsub.subscribe;

import dev.mecha.spi.pubsub.BulkOptions;
import java.time.Duration;

/**
 * Whether and how events reach the application many at once.
 *
 * @param enabled whether they do
 * @param maxMessages the most at once; 0 for the default
 * @param maxAwaitMillis how long the first may wait for others; 0 for the default
 */
public record BulkSettings(boolean enabled, int maxMessages, int maxAwaitMillis) {

  /** One by one. */
  public static final BulkSettings OFF = new BulkSettings(false, 0, 0);

  private static final int DEFAULT_MESSAGES = 100;
  private static final int DEFAULT_AWAIT_MILLIS = 1000;

  BulkOptions options() {
    return new BulkOptions(
        maxMessages > 0 ? maxMessages : DEFAULT_MESSAGES,
        Duration.ofMillis(maxAwaitMillis > 0 ? maxAwaitMillis : DEFAULT_AWAIT_MILLIS));
  }
}
