package dev.mecha.spi.state;

import java.util.Map;

/**
 * Asks for one value.
 *
 * @param key never empty
 * @param consistency what must agree before the answer
 * @param metadata of the request; empty if none
 */
public record GetRequest(String key, Consistency consistency, Map<String, String> metadata) {

  /**
   * @param key never empty
   * @return a request without options
   */
  public static GetRequest of(String key) {
    return new GetRequest(key, Consistency.UNSPECIFIED, Map.of());
  }
}
