package dev.mecha.block.pubsub.subscribe;

import dev.mecha.block.pubsub.event.ContentTypes;
import dev.mecha.block.pubsub.event.Event;
import dev.mecha.block.pubsub.event.EventMaker;
import dev.mecha.block.pubsub.event.MalformedEventException;
import dev.mecha.kernel.expression.InvalidExpressionException;
import dev.mecha.kernel.observe.PubSubMetrics;
import dev.mecha.kernel.resilience.CircuitOpenException;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.GuardTimeoutException;
import dev.mecha.spi.pubsub.Message;
import dev.mecha.spi.pubsub.MessageHandler;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the messages of a subscription: makes events of them, finds their route, gives them to the
 * application under the policies for that, and what it does not take to the dead letters. What
 * nobody takes is thrown back to the broker.
 */
final class Deliverer implements MessageHandler {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.processor.subscription");
  private static final String CONTENT_TYPE = "content-type";

  private final TopicSubscription subscription;
  private final AppEvents app;
  private final Guard guard;
  private final DeadLetters deadLetters;
  private final PubSubMetrics metrics;
  private final InstantSource clock;

  Deliverer(
      TopicSubscription subscription,
      AppEvents app,
      Guard guard,
      DeadLetters deadLetters,
      PubSubMetrics metrics,
      InstantSource clock) {
    this.subscription = subscription;
    this.app = app;
    this.guard = guard;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public void handle(Message message) throws RetryException, InterruptedException {
    AppEvent event;
    String path;
    try {
      event = event(message);
      path = subscription.route(event.event());
    } catch (MalformedEventException | InvalidExpressionException | IllegalArgumentException e) {
      LOG.error(
          "error deserializing cloud event in pubsub {} and topic {}: {}",
          subscription.pubsub(),
          message.topic(),
          e.getMessage());
      refuse(message, new RetryException(String.valueOf(e.getMessage())));
      return;
    }
    if (event.event().expired(clock.instant())) {
      LOG.warn(
          "dropping expired pub/sub event {} as of {}",
          event.event().textOrEmpty(Event.ID),
          event.event().textOrEmpty(Event.EXPIRATION));
      metrics.ingress(event.pubsub(), event.topic(), "drop", "", 0);
      drop(message);
    } else if (path == null) {
      LOG.debug("no matching route for event {}", event.event().textOrEmpty(Event.ID));
      metrics.ingress(event.pubsub(), event.topic(), "drop", "success", 0);
      drop(message);
    } else {
      deliver(message, event.to(path));
    }
  }

  private void drop(Message message) throws InterruptedException {
    deadLetters.take(subscription, message);
  }

  private void deliver(Message message, AppEvent event)
      throws RetryException, InterruptedException {
    try {
      guard.run(() -> attempt(message, event));
    } catch (RetryException e) {
      LOG.warn(
          "encountered a retriable error while publishing a subscribed message to topic {}, err:"
              + " {}",
          event.topic(),
          e.getMessage());
      refuse(message, e);
    } catch (GuardTimeoutException | CircuitOpenException e) {
      refuse(message, new RetryException(String.valueOf(e.getMessage())));
    }
  }

  private Verdict attempt(Message message, AppEvent event)
      throws RetryException, InterruptedException {
    Verdict verdict = app.deliver(event);
    if (verdict == Verdict.DROP
        && !subscription.deadLetterTopic().isEmpty()
        && !deadLetters.take(subscription, message)) {
      throw new RetryException("failed to send dropped message to dead letter queue");
    }
    return verdict;
  }

  /** To the dead letters, or back to the broker. */
  private void refuse(Message message, RetryException why)
      throws RetryException, InterruptedException {
    if (deadLetters.take(subscription, message)) {
      metrics.ingress(subscription.pubsub(), message.topic(), "drop", "", 0);
      return;
    }
    metrics.ingress(subscription.pubsub(), message.topic(), "retry", "", 0);
    throw why;
  }

  private AppEvent event(Message message) throws MalformedEventException {
    Map<String, String> metadata = new HashMap<>(message.metadata());
    if (message.contentType() != null) {
      metadata.put(CONTENT_TYPE, message.contentType());
    }
    String contentType = metadata.getOrDefault(CONTENT_TYPE, ContentTypes.JSON);
    boolean raw = subscription.raw();
    Event event;
    byte[] data = message.data();
    if (raw) {
      var origin = new EventMaker.Destination(subscription.pubsub(), message.topic());
      event = EventMaker.ofRaw(origin, message.data());
      traceOf(metadata, event, true);
      data = event.json();
    } else if (ContentTypes.isBinary(contentType)) {
      event = EventMaker.ofParts(metadata, message.data(), contentType);
    } else {
      event = Event.parse(message.data());
      traceOf(metadata, event, false);
    }
    return new AppEvent(subscription.pubsub(), message.topic(), "", event, data, metadata);
  }

  /** A broker may keep the trace beside the bytes; what the event says itself goes before that. */
  private static void traceOf(Map<String, String> metadata, Event event, boolean overwrite) {
    String[] names = {Event.TRACE_ID, Event.TRACE_PARENT, Event.TRACE_STATE};
    boolean parentWasMissing = !event.has(Event.TRACE_PARENT);
    for (String name : names) {
      String value = metadata.get(name);
      if (value != null && (overwrite || !event.has(name))) {
        event.set(name, value);
      }
    }
    String parent = metadata.get(Event.TRACE_PARENT);
    if (parent != null && parentWasMissing) {
      event.set(Event.TRACE_ID, parent);
    }
  }
}
