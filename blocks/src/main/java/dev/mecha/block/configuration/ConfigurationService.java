package dev.mecha.block.configuration;

import dev.mecha.block.configuration.LiveSubscription.Wish;
import dev.mecha.kernel.registry.Lease;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.configuration.ConfigurationItem;
import dev.mecha.spi.configuration.ConfigurationStore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The configuration API without a transport: finds the store, turns failures into answers. */
final class ConfigurationService {

  private final Registry<ConfigurationStore> stores;
  private final ConfigurationCallRecorder recorder;

  ConfigurationService(Registry<ConfigurationStore> stores, ConfigurationCallRecorder recorder) {
    this.stores = stores;
    this.recorder = recorder;
  }

  /**
   * @param keys which; all if empty
   * @return the items that are there, in the order of their keys
   */
  Map<String, ConfigurationItem> get(String name, List<String> keys, Map<String, String> metadata)
      throws InterruptedException {
    try (Lease<ConfigurationStore> lease = lease(name)) {
      return measured(name, "get", () -> new TreeMap<>(lease.component().get(keys, metadata)));
    } catch (ComponentException e) {
      throw ConfigurationErrors.get(keys, name, String.valueOf(e.getMessage())).asException();
    }
  }

  /**
   * @param keys which; all if empty
   * @param door where the subscription is kept
   * @return the subscription, which the caller runs and forgets
   */
  LiveSubscription subscribe(
      String name, List<String> keys, Map<String, String> metadata, Subscriptions door)
      throws InterruptedException {
    var wish = new Wish(UUID.randomUUID().toString(), name, List.copyOf(keys), metadata);
    try (Lease<ConfigurationStore> lease = lease(name)) {
      return measured(name, "subscribe", () -> door.begin(wish, lease.component()));
    } catch (ComponentException e) {
      throw ConfigurationErrors.subscribe(keys, name, String.valueOf(e.getMessage())).asException();
    }
  }

  /** Refuses the name of a store that is not there. */
  void requireStore(String name) {
    lease(name).close();
  }

  /** Counts the end of a subscription. */
  void ended(String name, boolean success) {
    recorder.record(name, "unsubscribe", success, 1);
  }

  private Lease<ConfigurationStore> lease(String name) {
    Lease<ConfigurationStore> lease = stores.lease(name);
    if (lease != null) {
      return lease;
    }
    throw (stores.isEmpty()
            ? ConfigurationErrors.notConfigured()
            : ConfigurationErrors.notFound(name))
        .asException();
  }

  private <T> T measured(String store, String operation, Call<T> call) throws InterruptedException {
    long start = System.nanoTime();
    boolean success = false;
    try {
      T result = call.run();
      success = true;
      return result;
    } finally {
      recorder.record(store, operation, success, System.nanoTime() - start);
    }
  }

  private interface Call<T> {
    T run() throws InterruptedException;
  }
}
