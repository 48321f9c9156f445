package dev.mecha.component.local;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.configuration.ChangeListener;
import dev.mecha.spi.configuration.ConfigurationItem;
import dev.mecha.spi.configuration.ConfigurationStore;
import dev.mecha.spi.configuration.ConfigurationSubscription;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * {@code configuration.local.file}: items from a JSON file that somebody edits. It is read with
 * every call; while there are subscribers it is looked at from time to time.
 */
public final class FileConfigurationStore implements ConfigurationStore {

  private final FileConfigurationSettings settings;
  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable FileWatch watch;
  private volatile boolean closed;

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

  /** One listener; no two are equal. */
  private final class Subscriber implements ConfigurationSubscription {

    private final ChangeListener listener;
    private final ReentrantLock telling = new ReentrantLock();
    private boolean ended;

    Subscriber(ChangeListener listener) {
      this.listener = listener;
    }

    void tell() {
      telling.lock();
      try {
        if (!ended) {
          listener.mayHaveChanged();
        }
      } finally {
        telling.unlock();
      }
    }

    @Override
    public void close() {
      telling.lock();
      try {
        ended = true;
      } finally {
        telling.unlock();
      }
      leave(this);
    }
  }

  /**
   * @param settings where the file is
   */
  public FileConfigurationStore(FileConfigurationSettings settings) {
    this.settings = settings;
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
    requireOpen();
    return ConfigurationFile.read(settings.file());
  }

  /** Listeners find out themselves what has changed. */
  @Override
  public ConfigurationSubscription subscribe(
      List<String> keys, Map<String, String> metadata, ChangeListener listener) {
    var subscriber = new Subscriber(listener);
    lock.lock();
    try {
      requireOpen();
      subscribers.add(subscriber);
      if (watch == null) {
        watch = new FileWatch(settings.file(), settings.pollInterval(), this::tell);
      }
    } finally {
      lock.unlock();
    }
    return subscriber;
  }

  private void tell() {
    subscribers.forEach(Subscriber::tell);
  }

  private void leave(Subscriber subscriber) {
    lock.lock();
    try {
      subscribers.remove(subscriber);
      if (subscribers.isEmpty()) {
        stopWatching();
      }
    } finally {
      lock.unlock();
    }
  }

  private void stopWatching() {
    FileWatch old = watch;
    watch = null;
    if (old != null) {
      old.close();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new ComponentException("the configuration store is closed");
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      subscribers.clear();
      stopWatching();
    } finally {
      lock.unlock();
    }
  }
}
