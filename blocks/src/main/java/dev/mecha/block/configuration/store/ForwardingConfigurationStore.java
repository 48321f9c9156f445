package dev.mecha.block.configuration.store;

import dev.mecha.spi.configuration.ChangeListener;
import dev.mecha.spi.configuration.ConfigurationItem;
import dev.mecha.spi.configuration.ConfigurationStore;
import dev.mecha.spi.configuration.ConfigurationSubscription;
import java.util.List;
import java.util.Map;

/**
 * Passes every call on, so that a decorator names only what it changes and loses no power of what
 * it wraps.
 */
abstract class ForwardingConfigurationStore implements ConfigurationStore {

  /** What is decorated. */
  protected final ConfigurationStore inner;

  ForwardingConfigurationStore(ConfigurationStore inner) {
    this.inner = inner;
  }

  @Override
  public Map<String, ConfigurationItem> get(List<String> keys, Map<String, String> metadata)
      throws InterruptedException {
    return inner.get(keys, metadata);
  }

  @Override
  public ConfigurationSubscription subscribe(
      List<String> keys, Map<String, String> metadata, ChangeListener listener)
      throws InterruptedException {
    return inner.subscribe(keys, metadata, listener);
  }

  @Override
  public boolean neverHoldsCarrier() {
    return inner.neverHoldsCarrier();
  }

  @Override
  public void ping() throws InterruptedException {
    inner.ping();
  }

  @Override
  public void close() {
    inner.close();
  }
}
