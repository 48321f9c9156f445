package dev.mecha.block.pubsub.subscribe;

import dev.mecha.block.pubsub.event.Event;
import dev.mecha.block.pubsub.outbox.OutboxSettings;
import dev.mecha.kernel.registry.Lease;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the events that wait in the outbox's own topic: publishes those whose transaction was
 * committed, which shows by their marker, and removes the marker.
 */
final class OutboxEvents implements AppEvents {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.outbox");

  /** The pauses between looks for a marker: about ten seconds, as with the peer. */
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofMillis(100),
          Duration.ofMillis(400),
          Duration.ofMillis(1500),
          Duration.ofSeconds(3),
          Duration.ofSeconds(3),
          Duration.ofSeconds(2));

  private final OutboxSettings settings;
  private final Supplier<@Nullable StateStore> store;
  private final Registry<PubSub> brokers;
  private final Time time;

  OutboxEvents(
      OutboxSettings settings,
      Supplier<@Nullable StateStore> store,
      Registry<PubSub> brokers,
      Time time) {
    this.settings = settings;
    this.store = store;
    this.brokers = brokers;
    this.time = time;
  }

  @Override
  public Verdict deliver(AppEvent delivery) throws RetryException, InterruptedException {
    Event event = delivery.event();
    String marker = event.textOrEmpty(Event.ID);
    try {
      if (!isCommitted(marker)) {
        String why = "outbox state not found";
        if (settings.discard()) {
          LOG.error("failed to publish outbox topic: {}, discarding message", why);
          return Verdict.SUCCESS;
        }
        throw new RetryException(
            "cannot publish outbox message to topic "
                + settings.publishTopic()
                + " with pubsub "
                + settings.publishPubsub()
                + ": "
                + why);
      }
      publish(event);
      store().delete(DeleteRequest.of(marker));
      return Verdict.SUCCESS;
    } catch (ComponentException e) {
      throw new RetryException("outbox: " + e.getMessage());
    }
  }

  private boolean isCommitted(String marker) throws RetryException, InterruptedException {
    for (Duration wait : PAUSES) {
      if (store().get(GetRequest.of(marker)) != null) {
        return true;
      }
      time.sleep(wait);
    }
    return store().get(GetRequest.of(marker)) != null;
  }

  private StateStore store() throws RetryException {
    StateStore found = store.get();
    if (found == null) {
      throw new RetryException(
          "cannot get outbox state: state store " + settings.store() + " not found");
    }
    return found;
  }

  private void publish(Event event) throws RetryException, InterruptedException {
    event.set(Event.TOPIC, settings.publishTopic()).set(Event.PUBSUB, settings.publishPubsub());
    try (Lease<PubSub> broker = brokers.lease(settings.publishPubsub())) {
      if (broker == null) {
        throw new RetryException("pubsub '" + settings.publishPubsub() + "' not found");
      }
      String type = event.textOrEmpty(Event.DATA_CONTENT_TYPE);
      broker
          .component()
          .publish(new PublishRequest(settings.publishTopic(), event.json(), Map.of(), type));
    }
  }

  @Override
  public List<BulkAnswer> deliver(BulkEvents bulk) throws RetryException {
    throw new RetryException("the outbox takes events one by one");
  }
}
