package dev.mecha.component.postgresql;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.configuration.ChangeListener;
import dev.mecha.spi.configuration.ConfigurationItem;
import dev.mecha.spi.configuration.ConfigurationStore;
import dev.mecha.spi.configuration.ConfigurationSubscription;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Reads items from a table, and is told of changes by a trigger that notifies a channel. */
public final class PostgresConfigurationStore implements ConfigurationStore {

  private static final Pattern CHANNEL = Pattern.compile("[a-z_][a-z0-9_]*");
  private static final int LONGEST_CHANNEL = 64;
  private static final String CHANNEL_IN_REQUEST = "pgNotifyChannel";

  private final Access access;
  private final ItemTable items;
  private final String channel;
  private final Set<ListeningSubscription> subscriptions = ConcurrentHashMap.newKeySet();

  /** Makes {@code configuration.postgresql}. */
  public static final class Provider implements ComponentProvider<ConfigurationStore> {

    private final Map<String, String> environment;

    /** For the service loader: the environment of this process. */
    public Provider() {
      this(System.getenv());
    }

    /**
     * @param environment where the variables that every PostgreSQL client reads are looked up
     */
    public Provider(Map<String, String> environment) {
      this.environment = environment;
    }

    @Override
    public Class<ConfigurationStore> kind() {
      return ConfigurationStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("configuration.postgresql", "configuration.postgres");
    }

    @Override
    public ConfigurationStore create(ComponentContext context) throws InterruptedException {
      ItemTable items = ItemTable.of(context.metadata().property("table"));
      String channel = context.metadata().property("notifyChannel", CHANNEL_IN_REQUEST).text("");
      if (!channel.isEmpty()) {
        checkChannel(channel);
      }
      Access access = Access.of(context, environment);
      try {
        access.database().<Boolean>read(items::require);
        return new PostgresConfigurationStore(access, items, channel);
      } catch (InterruptedException | RuntimeException e) {
        access.database().close();
        throw e;
      }
    }
  }

  PostgresConfigurationStore(Access access, ItemTable items, String channel) {
    this.access = access;
    this.items = items;
    this.channel = channel;
  }

  private static void checkChannel(String name) {
    if (name.length() > LONGEST_CHANNEL) {
      throw new ComponentException(
          "notifyChannel name is too long - \"" + name + "\". max allowed length is 64");
    }
    if (!CHANNEL.matcher(name).matches()) {
      throw new ComponentException(
          "invalid notifyChannel name \""
              + name
              + "\". non-alphanumerics or upper cased names are not supported");
    }
  }

  /** As with the state store: nothing of the driver's holds a carrier thread. */
  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public void ping() throws InterruptedException {
    access.database().<Boolean>read(items::require);
  }

  @Override
  public Map<String, ConfigurationItem> get(List<String> keys, Map<String, String> metadata)
      throws InterruptedException {
    ItemTable.check(keys);
    return access.database().read(connection -> items.read(connection, keys));
  }

  @Override
  public ConfigurationSubscription subscribe(
      List<String> keys, Map<String, String> metadata, ChangeListener listener)
      throws InterruptedException {
    ItemTable.check(keys);
    ping(); // a store that is closed begins nothing
    var subscription =
        new ListeningSubscription(
            access.server(), channel(metadata), keys, this::get, listener, subscriptions::remove);
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

  /** What the component says goes before what the request says, which is an older way. */
  private String channel(Map<String, String> metadata) {
    if (!channel.isEmpty()) {
      return channel;
    }
    for (var entry : metadata.entrySet()) {
      if (entry.getKey().equalsIgnoreCase(CHANNEL_IN_REQUEST) && !entry.getValue().isEmpty()) {
        checkChannel(entry.getValue());
        return entry.getValue();
      }
    }
    throw new ComponentException(
        "unable to subscribe to \""
            + items.name()
            + "\". notifyChannel must be set in component metadata or request metadata");
  }

  @Override
  public void close() {
    List.copyOf(subscriptions).forEach(ListeningSubscription::close);
    access.database().close();
  }
}
