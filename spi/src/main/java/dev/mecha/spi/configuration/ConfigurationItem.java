package dev.mecha.spi.configuration;

import java.util.Map;

/**
 * The value of a key in a configuration store.
 *
 * @param value the value; empty if the key was removed
 * @param version as the store has it; empty if it has none
 * @param metadata what the store knows besides; empty if nothing
 */
public record ConfigurationItem(String value, String version, Map<String, String> metadata) {

  /** Stands for a key that is not there any more. */
  public static final ConfigurationItem REMOVED = new ConfigurationItem("", "", Map.of());

  /**
   * @param value the value
   * @param version as the store has it
   * @param metadata what the store knows besides
   */
  public ConfigurationItem {
    metadata = Map.copyOf(metadata);
  }

  /**
   * An item without metadata.
   *
   * @param value the value
   * @param version as the store has it; empty if it has none
   * @return the item
   */
  public static ConfigurationItem of(String value, String version) {
    return new ConfigurationItem(value, version, Map.of());
  }
}
