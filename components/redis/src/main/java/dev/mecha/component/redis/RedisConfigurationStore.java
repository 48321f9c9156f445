package dev.mecha.component.redis;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.configuration.ChangeListener;
import dev.mecha.spi.configuration.ConfigurationItem;
import dev.mecha.spi.configuration.ConfigurationStore;
import dev.mecha.spi.configuration.ConfigurationSubscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads items from keys of Redis, where others write them as the peer does: {@code value||version}.
 * Keys of another type than text are no items.
 */
public final class RedisConfigurationStore implements ConfigurationStore {

  private static final int MOST_KEYS = 500;

  private final RedisSettings settings;
  private final Session session;
  private final Set<KeyspaceSubscription> subscriptions = ConcurrentHashMap.newKeySet();

  /** Makes {@code configuration.redis}. */
  public static final class Provider implements ComponentProvider<ConfigurationStore> {

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<ConfigurationStore> kind() {
      return ConfigurationStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("configuration.redis");
    }

    @Override
    public ConfigurationStore create(ComponentContext context) throws InterruptedException {
      RedisSettings settings = RedisSettings.of(context.metadata());
      return new RedisConfigurationStore(settings, Session.open(settings, context.clock()));
    }
  }

  RedisConfigurationStore(RedisSettings settings, Session session) {
    this.settings = settings;
    this.session = session;
  }

  /** The caller parks while the driver's own threads do the work. */
  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public void ping() throws InterruptedException {
    session.ping();
  }

  @Override
  public Map<String, ConfigurationItem> get(List<String> keys, Map<String, String> metadata)
      throws InterruptedException {
    List<String> wanted = keys.isEmpty() ? session.keys().all() : keys;
    var items = new HashMap<String, ConfigurationItem>();
    for (int from = 0; from < wanted.size(); from += MOST_KEYS) {
      var some = new ArrayList<>(wanted.subList(from, Math.min(from + MOST_KEYS, wanted.size())));
      read(some, items);
    }
    return items;
  }

  /** Says nothing of keys that are not there, or are of another type. */
  private void read(List<String> keys, Map<String, ConfigurationItem> items)
      throws InterruptedException {
    String[] names = keys.toArray(String[]::new);
    for (var value : session.read(server -> server.commands().mget(names))) {
      ConfigurationItem item = ItemText.parse(value.getValueOrElse(null));
      if (item != null) {
        items.put(value.getKey(), item);
      }
    }
  }

  @Override
  public ConfigurationSubscription subscribe(
      List<String> keys, Map<String, String> metadata, ChangeListener listener)
      throws InterruptedException {
    requireFollowable(settings);
    var subscription =
        new KeyspaceSubscription(
            settings.database(), keys, this::get, session, listener, subscriptions::remove);
    subscriptions.add(subscription);
    boolean begun = false;
    try {
      subscription.begin();
      begun = true;
      return subscription;
    } finally {
      if (!begun) {
        subscription.close();
      }
    }
  }

  /** No server of a cluster tells of the keys of others. */
  static void requireFollowable(RedisSettings settings) {
    if (settings.topology() == Topology.CLUSTER) {
      throw new ComponentException(
          "redis at "
              + settings.host()
              + ": the servers of a cluster tell of their own keys only (expected: redisType node,"
              + " or failover, for subscriptions)");
    }
  }

  @Override
  public void close() {
    List.copyOf(subscriptions).forEach(KeyspaceSubscription::close);
    session.close();
  }
}
