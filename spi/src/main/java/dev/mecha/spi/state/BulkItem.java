package dev.mecha.spi.state;

import dev.mecha.spi.ComponentException;
import org.jspecify.annotations.Nullable;

/**
 * The answer for one key of a bulk read: a value, an absence (both null), or a failure.
 *
 * @param key the key that was asked for
 * @param value the value, or null
 * @param error why it could not be read, or null
 */
public record BulkItem(String key, @Nullable StateValue value, @Nullable String error) {

  /**
   * Reads one key and keeps a failure as the item's error.
   *
   * @param key the key
   * @param read how to read it
   * @return the item
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static BulkItem of(String key, Read read) throws InterruptedException {
    try {
      return new BulkItem(key, read.read(), null);
    } catch (ComponentException e) {
      return new BulkItem(key, null, String.valueOf(e.getMessage()));
    }
  }

  /** Reads one value. */
  @FunctionalInterface
  public interface Read {
    /**
     * @return the value, or null if it is absent
     * @throws InterruptedException if the calling thread is interrupted
     */
    @Nullable StateValue read() throws InterruptedException;
  }
}
