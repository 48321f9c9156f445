package dev.mecha.spi.state;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Creates or replaces one value. {@code metadata} may hold {@code ttlInSeconds}; see {@link
 * TimeToLive}.
 *
 * @param key never empty
 * @param value the bytes to keep; not copied
 * @param encoding what is known about the bytes
 * @param etag the version to replace, or null for any
 * @param concurrency what happens when two writers meet
 * @param consistency what must agree before the answer
 * @param metadata of the request; empty if none
 * @param contentType the media type that the caller gave, or null
 */
public record SetRequest(
    String key,
    byte[] value,
    ValueEncoding encoding,
    @Nullable String etag,
    Concurrency concurrency,
    Consistency consistency,
    Map<String, String> metadata,
    @Nullable String contentType)
    implements StateOperation {

  /**
   * @param key never empty
   * @param value opaque bytes
   * @return a last-write request without conditions
   */
  public static SetRequest of(String key, byte[] value) {
    return new SetRequest(
        key,
        value,
        ValueEncoding.BINARY,
        null,
        Concurrency.LAST_WRITE,
        Consistency.UNSPECIFIED,
        Map.of(),
        null);
  }

  @Override
  public SetRequest withKey(String other) {
    return new SetRequest(
        other, value, encoding, etag, concurrency, consistency, metadata, contentType);
  }

  /**
   * @param other the bytes to keep in place of these
   * @param otherEncoding what is known about them
   * @return the same request with another value
   */
  public SetRequest withValue(byte[] other, ValueEncoding otherEncoding) {
    return new SetRequest(
        key, other, otherEncoding, etag, concurrency, consistency, metadata, contentType);
  }

  /**
   * @param other a version, or null for any
   * @return the same request under another condition
   */
  public SetRequest withEtag(@Nullable String other) {
    return new SetRequest(
        key, value, encoding, other, concurrency, consistency, metadata, contentType);
  }

  /**
   * @param other how writers meet
   * @return the same request with another concurrency
   */
  public SetRequest withConcurrency(Concurrency other) {
    return new SetRequest(key, value, encoding, etag, other, consistency, metadata, contentType);
  }

  /**
   * @param other the metadata in place of this one
   * @return the same request with other metadata
   */
  public SetRequest withMetadata(Map<String, String> other) {
    return new SetRequest(key, value, encoding, etag, concurrency, consistency, other, contentType);
  }
}
