package dev.mecha.spi.state;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A write: the unit of bulk calls and transactions. */
public sealed interface StateOperation permits SetRequest, DeleteRequest {

  /**
   * @return the key; never empty
   */
  String key();

  /**
   * @return the version that must be there for the write to happen, never empty; null for any
   */
  @Nullable String etag();

  /**
   * @return what happens when two writers meet
   */
  Concurrency concurrency();

  /**
   * @return what must agree before the answer
   */
  Consistency consistency();

  /**
   * @return the metadata of the request; empty if none
   */
  Map<String, String> metadata();

  /**
   * @param key another key
   * @return the same write under that key
   */
  StateOperation withKey(String key);
}
