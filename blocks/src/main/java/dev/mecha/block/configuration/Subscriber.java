package dev.mecha.block.configuration;

import dev.mecha.spi.configuration.ConfigurationItem;
import java.util.Map;

/** Who is told of changes. */
@FunctionalInterface
interface Subscriber {

  /**
   * @param items what has changed, by key
   */
  void told(Map<String, ConfigurationItem> items) throws InterruptedException;
}
