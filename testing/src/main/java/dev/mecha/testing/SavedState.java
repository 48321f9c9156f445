package dev.mecha.testing;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A value that was written or deleted.
 *
 * @param store the component
 * @param key as the application named it
 * @param value null if the key was deleted
 */
public record SavedState(String store, String key, byte @Nullable [] value) {

  /**
   * @return whether the key was deleted
   */
  public boolean isDeleted() {
    return value == null;
  }

  /**
   * @return the value as text in UTF-8; empty for a key that was deleted
   */
  public String text() {
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }

  /** Where it was written, and the value. */
  @Override
  public String toString() {
    return store + "/" + key + (value == null ? " deleted" : " " + text());
  }
}
