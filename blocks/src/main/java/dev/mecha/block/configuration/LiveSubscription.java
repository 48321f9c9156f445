package dev.mecha.block.configuration;

import dev.mecha.kernel.registry.Lease;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.configuration.ChangeListener;
import dev.mecha.spi.configuration.ConfigurationItem;
import dev.mecha.spi.configuration.ConfigurationStore;
import dev.mecha.spi.configuration.ConfigurationSubscription;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A wish to be told of changes. It outlives the component: when another takes the name, it moves
 * there. It knows what the subscriber knows, so that whatever was missed is found by reading.
 */
final class LiveSubscription implements ChangeListener {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.configuration");

  /** Between two tries to read from a store that is not there. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Wish wish;
  private final Registry<ConfigurationStore> stores;
  private final Agenda agenda = new Agenda();
  private final Map<String, ConfigurationItem> known = new HashMap<>();
  private @Nullable ConfigurationSubscription attached;

  /**
   * What was asked for.
   *
   * @param id names the subscription
   * @param store the component's name
   * @param keys which; all if empty
   * @param metadata of the request
   */
  record Wish(String id, String store, List<String> keys, Map<String, String> metadata) {}

  LiveSubscription(Wish wish, Registry<ConfigurationStore> stores) {
    this.wish = wish;
    this.stores = stores;
  }

  Wish wish() {
    return wish;
  }

  /** Begins at a component, with what is there now: the subscriber is not told of that. */
  void begin(ConfigurationStore store) throws InterruptedException {
    attached = store.subscribe(wish.keys(), wish.metadata(), this);
    known.putAll(store.get(wish.keys(), wish.metadata()));
  }

  /**
   * Begins where another subscription has ended: the subscriber is told of what has changed since.
   *
   * @param before has ended, and its thread with it
   */
  void resume(LiveSubscription before) {
    known.putAll(before.known);
    agenda.move();
  }

  @Override
  public void changed(Map<String, ConfigurationItem> items) {
    agenda.tell(items);
  }

  @Override
  public void mayHaveChanged() {
    agenda.look();
  }

  /** Another component has the store's name now, or none. */
  void move() {
    agenda.move();
  }

  /** Lets {@link #run} return. */
  void end() {
    agenda.end();
  }

  /** Tells the subscriber of changes until the end. */
  void run(Subscriber subscriber) throws InterruptedException {
    try {
      for (Step step = agenda.next(); !(step instanceof Step.End); step = agenda.next()) {
        take(step, subscriber);
      }
    } finally {
      detach();
    }
  }

  private void take(Step step, Subscriber subscriber) throws InterruptedException {
    switch (step) {
      case Step.Tell tell -> {
        subscriber.told(tell.items());
        tell.items().forEach(this::note);
      }
      case Step.Look _ -> attempt(store -> look(store, subscriber), agenda::look);
      case Step.Move _ -> attempt(this::attach, agenda::move);
      case Step.End _ -> agenda.end();
    }
  }

  private void attempt(Visit visit, Runnable again) throws InterruptedException {
    try (Lease<ConfigurationStore> lease = stores.lease(wish.store())) {
      if (lease == null) {
        return; // goes on when there is a component of this name
      }
      visit.make(lease.component());
    } catch (ComponentException e) {
      LOG.debug("Configuration store {} does not answer yet: {}", wish.store(), e.getMessage());
      again.run();
      agenda.pause(PATIENCE);
    }
  }

  private void attach(ConfigurationStore store) throws InterruptedException {
    detach();
    attached = store.subscribe(wish.keys(), wish.metadata(), this);
    agenda.look();
    LOG.debug("Subscription {} goes on at store {}", wish.id(), wish.store());
  }

  private void look(ConfigurationStore store, Subscriber subscriber) throws InterruptedException {
    Map<String, ConfigurationItem> now = store.get(wish.keys(), wish.metadata());
    var changes = new HashMap<String, ConfigurationItem>();
    now.forEach(
        (key, item) -> {
          if (!Objects.equals(known.get(key), item)) {
            changes.put(key, item);
          }
        });
    known.forEach(
        (key, item) -> {
          if (!now.containsKey(key)) {
            changes.put(key, ConfigurationItem.REMOVED);
          }
        });
    if (!changes.isEmpty()) {
      subscriber.told(changes);
      changes.forEach(this::note);
    }
  }

  private void note(String key, ConfigurationItem item) {
    if (item.equals(ConfigurationItem.REMOVED)) {
      known.remove(key);
    } else {
      known.put(key, item);
    }
  }

  /** Ends what there is at a component; for those who never run, too. */
  void detach() {
    ConfigurationSubscription old = attached;
    attached = null;
    if (old != null) {
      old.close();
    }
  }

  private interface Visit {
    void make(ConfigurationStore store) throws InterruptedException;
  }
}
