package dev.mecha.spi.state;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Removes one value.
 *
 * @param key never empty
 * @param etag the version to remove, or null for any
 * @param concurrency what happens when two writers meet
 * @param consistency what must agree before the answer
 * @param metadata of the request; empty if none
 */
public record DeleteRequest(
    String key,
    @Nullable String etag,
    Concurrency concurrency,
    Consistency consistency,
    Map<String, String> metadata)
    implements StateOperation {

  /**
   * @param key never empty
   * @return a request without conditions
   */
  public static DeleteRequest of(String key) {
    return new DeleteRequest(key, null, Concurrency.LAST_WRITE, Consistency.UNSPECIFIED, Map.of());
  }

  @Override
  public DeleteRequest withKey(String other) {
    return new DeleteRequest(other, etag, concurrency, consistency, metadata);
  }

  /**
   * @param other a version, or null for any
   * @return the same request under another condition
   */
  public DeleteRequest withEtag(@Nullable String other) {
    return new DeleteRequest(key, other, concurrency, consistency, metadata);
  }
}
