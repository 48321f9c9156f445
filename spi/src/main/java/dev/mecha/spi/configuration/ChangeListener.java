package dev.mecha.spi.configuration;

import java.util.Map;

/**
 * Is told what changes in a configuration store. Any thread may tell it; it returns at once and
 * throws nothing.
 */
public interface ChangeListener {

  /**
   * Items have changed.
   *
   * @param items by key, {@link ConfigurationItem#REMOVED} for keys that are gone; of the keys that
   *     were subscribed to only, and not empty
   */
  void changed(Map<String, ConfigurationItem> items);

  /**
   * Items may have changed: the listener reads them to find out. A store says so when it cannot
   * know what it has missed, such as behind a connection that was lost and is back, or when it
   * notices that there is something new, but not what.
   */
  void mayHaveChanged();
}
