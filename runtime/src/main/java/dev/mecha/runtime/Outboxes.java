package dev.mecha.runtime;

import dev.mecha.block.pubsub.event.EventMaker;
import dev.mecha.block.pubsub.outbox.Outbox;
import dev.mecha.block.pubsub.outbox.OutboxSettings;
import dev.mecha.block.pubsub.subscribe.SubscribeSide;
import dev.mecha.block.state.store.TransactionHook;
import dev.mecha.kernel.AppIdentity;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The state stores whose transactions are published, between the two blocks that make it so. */
final class Outboxes {

  private final AppIdentity identity;
  private final Registry<PubSub> brokers;
  private final EventMaker events;
  private final Map<String, StateStore> stores = new ConcurrentHashMap<>();
  private final Map<String, OutboxSettings> known = new ConcurrentHashMap<>();
  private volatile @Nullable SubscribeSide subscribing;

  Outboxes(AppIdentity identity, Registry<PubSub> brokers, InstantSource clock) {
    this.identity = identity;
    this.brokers = brokers;
    this.events = new EventMaker(identity.appId(), clock);
  }

  /** Null for a store whose transactions are nobody's business. */
  @Nullable TransactionHook hook(String store, ComponentMetadata fields) {
    OutboxSettings settings = OutboxSettings.of(store, fields);
    if (settings == null) {
      return null;
    }
    var outbox = new Outbox(settings, brokers, events, identity.namespace(), identity.appId());
    known.put(store, settings);
    subscribe(settings);
    return new TransactionHook() {
      @Override
      public void attached(StateStore inner) {
        stores.put(store, inner);
      }

      @Override
      public List<StateOperation> before(List<StateOperation> operations, TraceContext trace)
          throws InterruptedException {
        return outbox.before(operations, trace);
      }
    };
  }

  /** From now on events are published whose transactions are committed. */
  void start(SubscribeSide side) {
    subscribing = side;
    known.values().forEach(this::subscribe);
  }

  private void subscribe(OutboxSettings settings) {
    SubscribeSide side = subscribing;
    if (side != null) {
      side.outbox(settings, identity.namespace(), () -> stores.get(settings.store()));
    }
  }
}
