package dev.mecha.component.local;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.configuration.ChangeListener;
import dev.mecha.spi.configuration.ChangeListeners;
import dev.mecha.spi.configuration.ConfigurationItem;
import dev.mecha.spi.configuration.ConfigurationStore;
import dev.mecha.spi.configuration.ConfigurationSubscription;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code configuration.local.file}: items from a JSON file that somebody edits. It is read with
 * every call; while there are subscribers it is looked at from time to time.
 */
public final class FileConfigurationStore implements ConfigurationStore {

  private final FileConfigurationSettings settings;
  private final ChangeListeners listeners;

  /** Makes {@code configuration.local.file}. */
  public static final class Provider implements ComponentProvider<ConfigurationStore> {

    /** For the service loader. */
    public Provider() {}

    @Override
    public Class<ConfigurationStore> kind() {
      return ConfigurationStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("configuration.local.file");
    }

    @Override
    public ConfigurationStore create(ComponentContext context) {
      return new FileConfigurationStore(FileConfigurationSettings.of(context.metadata()));
    }
  }

  /**
   * @param settings where the file is
   */
  public FileConfigurationStore(FileConfigurationSettings settings) {
    this.settings = settings;
    this.listeners =
        new ChangeListeners(
            onChange -> new FileWatch(settings.file(), settings.pollInterval(), onChange));
  }

  @Override
  public void ping() {
    read();
  }

  @Override
  public Map<String, ConfigurationItem> get(List<String> keys, Map<String, String> metadata) {
    Map<String, ConfigurationItem> all = read();
    if (keys.isEmpty()) {
      return all;
    }
    var items = new HashMap<>(all);
    items.keySet().retainAll(Set.copyOf(keys));
    return items;
  }

  private Map<String, ConfigurationItem> read() {
    listeners.requireOpen();
    return ConfigurationFile.read(settings.file());
  }

  /** Listeners find out themselves what has changed. */
  @Override
  public ConfigurationSubscription subscribe(
      List<String> keys, Map<String, String> metadata, ChangeListener listener) {
    return listeners.add(listener);
  }

  @Override
  public void close() {
    listeners.close();
  }
}
