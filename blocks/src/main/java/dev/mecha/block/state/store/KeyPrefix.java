package dev.mecha.block.state.store;

import java.util.Locale;

/**
 * How the keys of an application are kept apart from those of others in the same store.
 *
 * @param prefix what stands before each key, separator included; empty for none
 */
public record KeyPrefix(String prefix) {

  /** Stands between prefix and key, and therefore in neither. */
  public static final String SEPARATOR = "||";

  /**
   * Reads the metadata field {@code keyPrefix}.
   *
   * @param strategy "appid", "name", "namespace", "none" or a literal prefix, in any case; empty
   *     for "appid"
   * @param storeName the component's name
   * @param appId the application
   * @param namespace the runtime's namespace; empty if none is set
   * @return the prefix
   * @throws IllegalKeyException if the strategy contains the separator
   */
  public static KeyPrefix of(String strategy, String storeName, String appId, String namespace) {
    String name = strategy.toLowerCase(Locale.ROOT);
    check(name);
    return new KeyPrefix(
        switch (name) {
          case "none" -> "";
          case "name" -> storeName + SEPARATOR;
          case "", "appid" -> appId.isEmpty() ? "" : appId + SEPARATOR;
          case "namespace" -> {
            if (appId.isEmpty()) {
              yield "";
            }
            yield (namespace.isEmpty() ? "" : namespace + ".") + appId + SEPARATOR;
          }
          default -> name + SEPARATOR;
        });
  }

  /**
   * @param key the application's key
   * @return the key in the store
   * @throws IllegalKeyException if the key contains the separator
   */
  String store(String key) {
    check(key);
    return prefix.isEmpty() ? key : prefix + key;
  }

  /**
   * @param stored a key of the store
   * @return the application's key: what stands between the first two separators, or all of it
   *     without one
   */
  static String original(String stored) {
    int first = stored.indexOf(SEPARATOR);
    if (first < 0) {
      return stored;
    }
    int start = first + SEPARATOR.length();
    int second = stored.indexOf(SEPARATOR, start);
    return second < 0 ? stored.substring(start) : stored.substring(start, second);
  }

  private static void check(String text) {
    if (text.contains(SEPARATOR)) {
      throw new IllegalKeyException(text);
    }
  }
}
