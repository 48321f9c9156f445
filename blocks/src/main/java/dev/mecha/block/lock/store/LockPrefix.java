package dev.mecha.block.lock.store;

import dev.mecha.spi.ComponentException;
import java.util.Locale;

/**
 * How the locks of an application are kept apart from those of others, and from other keys, in the
 * same engine.
 *
 * @param prefix what stands before each resource, separator included
 */
public record LockPrefix(String prefix) {

  private static final String SEPARATOR = "||";
  private static final String ALL = "lock" + SEPARATOR;

  /**
   * Reads the metadata field {@code keyPrefix}. There is no prefix for namespaces.
   *
   * @param strategy "appid", "name", "none" or a literal prefix, in any case; empty for "appid"
   * @param storeName the component's name
   * @param appId the application
   * @return the prefix
   * @throws ComponentException if the strategy contains the separator
   */
  public static LockPrefix of(String strategy, String storeName, String appId) {
    String name = strategy.toLowerCase(Locale.ROOT);
    check(name);
    return new LockPrefix(
        switch (name) {
          case "none" -> ALL;
          case "name" -> ALL + storeName + SEPARATOR;
          case "", "appid" -> appId.isEmpty() ? ALL : ALL + appId + SEPARATOR;
          default -> ALL + name + SEPARATOR;
        });
  }

  /**
   * @param resource as the application names it
   * @return the resource in the store
   * @throws ComponentException if it contains the separator
   */
  String store(String resource) {
    check(resource);
    return prefix + resource;
  }

  private static void check(String text) {
    if (text.contains(SEPARATOR)) {
      throw new ComponentException(
          "input key/keyPrefix '" + text + "' can't contain '" + SEPARATOR + "'");
    }
  }
}
