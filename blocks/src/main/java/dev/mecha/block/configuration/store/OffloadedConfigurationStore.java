package dev.mecha.block.configuration.store;

import dev.mecha.kernel.registry.Offload;
import dev.mecha.spi.configuration.ChangeListener;
import dev.mecha.spi.configuration.ConfigurationItem;
import dev.mecha.spi.configuration.ConfigurationStore;
import dev.mecha.spi.configuration.ConfigurationSubscription;
import java.util.List;
import java.util.Map;

/** Calls a store that may hold its thread away from the threads that serve the network. */
final class OffloadedConfigurationStore extends ForwardingConfigurationStore {

  private final Offload offload;

  OffloadedConfigurationStore(ConfigurationStore inner, Offload offload) {
    super(inner);
    this.offload = offload;
  }

  @Override
  public Map<String, ConfigurationItem> get(List<String> keys, Map<String, String> metadata)
      throws InterruptedException {
    return offload.call(() -> inner.get(keys, metadata));
  }

  @Override
  public ConfigurationSubscription subscribe(
      List<String> keys, Map<String, String> metadata, ChangeListener listener)
      throws InterruptedException {
    ConfigurationSubscription made = offload.call(() -> inner.subscribe(keys, metadata, listener));
    return () -> close(made);
  }

  private void close(ConfigurationSubscription subscription) {
    try {
      offload.call(
          () -> {
            subscription.close();
            return true;
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void ping() throws InterruptedException {
    offload.call(
        () -> {
          inner.ping();
          return true;
        });
  }

  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }
}
