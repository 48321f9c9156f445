package dev.mecha.block.configuration;

import dev.mecha.block.configuration.LiveSubscription.Wish;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.spi.configuration.ConfigurationStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The subscriptions that came through one door, by their names. */
final class Subscriptions {

  private final Registry<ConfigurationStore> stores;
  private final Map<String, LiveSubscription> live = new ConcurrentHashMap<>();

  Subscriptions(Registry<ConfigurationStore> stores) {
    this.stores = stores;
    stores.onChange(
        name ->
            live.values().stream()
                .filter(one -> one.wish().store().equals(name))
                .forEach(LiveSubscription::move));
  }

  /**
   * Begins a subscription; the caller runs it and {@linkplain #forget forgets} it.
   *
   * @param store has the name that the wish says
   */
  LiveSubscription begin(Wish wish, ConfigurationStore store) throws InterruptedException {
    LiveSubscription made = add(wish);
    boolean begun = false;
    try {
      made.begin(store);
      begun = true;
      return made;
    } finally {
      if (!begun) {
        made.detach();
        forget(made);
      }
    }
  }

  /** Adds a subscription that has not begun. */
  LiveSubscription add(Wish wish) {
    var made = new LiveSubscription(wish, stores);
    live.put(wish.id(), made); // before it begins, so that it hears of another component
    return made;
  }

  @Nullable LiveSubscription find(String id) {
    return live.get(id);
  }

  void forget(LiveSubscription subscription) {
    live.remove(subscription.wish().id(), subscription);
  }

  void endAll() {
    live.values().forEach(LiveSubscription::end);
  }
}
