package dev.mecha.tck.configuration;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.configuration.ChangeListener;
import dev.mecha.spi.configuration.ConfigurationItem;
import dev.mecha.spi.configuration.ConfigurationStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A listener that does what the runtime does: it believes what it is told, and reads where it is
 * told that it may have missed something.
 */
final class Watcher implements ChangeListener {

  private final ConfigurationStore store;
  private final List<String> keys;
  private final Map<String, ConfigurationItem> known = new ConcurrentHashMap<>();
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean unsure = new AtomicBoolean();

  Watcher(ConfigurationStore store, List<String> keys) throws InterruptedException {
    this.store = store;
    this.keys = keys;
    known.putAll(store.get(keys, Map.of()));
  }

  @Override
  public void changed(Map<String, ConfigurationItem> items) {
    told.addAll(items.keySet());
    known.putAll(items);
  }

  @Override
  public void mayHaveChanged() {
    unsure.set(true);
  }

  /** What the listener takes the value of a key for; null if it was removed, or never there. */
  @Nullable String value(String key) throws InterruptedException {
    if (unsure.getAndSet(false)) {
      try {
        Map<String, ConfigurationItem> now = store.get(keys, Map.of());
        known.keySet().retainAll(now.keySet());
        known.putAll(now);
      } catch (ComponentException e) {
        unsure.set(true); // not now
      }
    }
    ConfigurationItem item = known.get(key);
    return item == null || item.equals(ConfigurationItem.REMOVED) ? null : item.value();
  }

  /** The keys that it was told of by name. */
  Set<String> told() {
    return told;
  }
}
