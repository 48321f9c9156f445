package dev.mecha.block.configuration.store;

import dev.mecha.kernel.resilience.CircuitOpenException;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.GuardTimeoutException;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.configuration.ChangeListener;
import dev.mecha.spi.configuration.ConfigurationItem;
import dev.mecha.spi.configuration.ConfigurationStore;
import dev.mecha.spi.configuration.ConfigurationSubscription;
import java.util.List;
import java.util.Map;

/** Calls a store under the policies that are written for it. */
final class GuardedConfigurationStore extends ForwardingConfigurationStore {

  private final Guard guard;

  GuardedConfigurationStore(ConfigurationStore inner, Guard guard) {
    super(inner);
    this.guard = guard;
  }

  @Override
  public Map<String, ConfigurationItem> get(List<String> keys, Map<String, String> metadata)
      throws InterruptedException {
    return guarded(() -> inner.get(keys, metadata));
  }

  @Override
  public ConfigurationSubscription subscribe(
      List<String> keys, Map<String, String> metadata, ChangeListener listener)
      throws InterruptedException {
    return guarded(() -> inner.subscribe(keys, metadata, listener));
  }

  /** What ends a call from outside is shown as the store's failure, as the peer shows it. */
  private <T> T guarded(Call<T> call) throws InterruptedException {
    try {
      return guard.run(call::run);
    } catch (GuardTimeoutException | CircuitOpenException e) {
      throw new ComponentException(String.valueOf(e.getMessage()), e);
    }
  }

  private interface Call<T> {
    T run() throws InterruptedException;
  }
}
