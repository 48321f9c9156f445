package dev.mecha.block.configuration;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.configuration.ChangeListener;
import dev.mecha.spi.configuration.ConfigurationItem;
import dev.mecha.spi.configuration.ConfigurationStore;
import dev.mecha.spi.configuration.ConfigurationSubscription;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Items in a map that tell nobody of changes unless they are told to, and that may fail. */
final class FakeItems implements ConfigurationStore {

  final Map<String, ConfigurationItem> items = new ConcurrentHashMap<>();
  final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
  final List<String> calls = new CopyOnWriteArrayList<>();
  volatile @Nullable ComponentException failure;

  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  void put(String key, String value) {
    items.put(key, ConfigurationItem.of(value, "1"));
  }

  /** Tells all listeners of one item. */
  void tell(String key) {
    ConfigurationItem item = items.getOrDefault(key, ConfigurationItem.REMOVED);
    listeners.forEach(listener -> listener.changed(Map.of(key, item)));
  }

  @Override
  public Map<String, ConfigurationItem> get(List<String> keys, Map<String, String> metadata) {
    called("get " + keys + metadata);
    var found = new ConcurrentHashMap<>(items);
    if (!keys.isEmpty()) {
      found.keySet().retainAll(keys);
    }
    return found;
  }

  @Override
  public ConfigurationSubscription subscribe(
      List<String> keys, Map<String, String> metadata, ChangeListener listener) {
    called("subscribe " + keys + metadata);
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void called(String what) {
    calls.add(what);
    ComponentException now = failure;
    if (now != null) {
      throw now;
    }
  }

  @Override
  public void close() {
    listeners.clear();
  }
}
