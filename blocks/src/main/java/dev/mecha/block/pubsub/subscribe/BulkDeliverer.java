package dev.mecha.block.pubsub.subscribe;

import dev.mecha.block.pubsub.event.Event;
import dev.mecha.block.pubsub.event.MalformedEventException;
import dev.mecha.kernel.expression.InvalidExpressionException;
import dev.mecha.kernel.observe.PubSubMetrics;
import dev.mecha.kernel.resilience.CircuitOpenException;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.GuardTimeoutException;
import dev.mecha.spi.pubsub.BulkEntry;
import dev.mecha.spi.pubsub.BulkMessage;
import dev.mecha.spi.pubsub.BulkMessageHandler;
import dev.mecha.spi.pubsub.Message;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the messages of a subscription many at once: sorts them by route, gives each route its
 * events, again those that it wants again, and what it does not take to the dead letters.
 */
final class BulkDeliverer implements BulkMessageHandler {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.processor.subscription");

  private final TopicSubscription subscription;
  private final AppEvents app;
  private final Guard guard;
  private final DeadLetters deadLetters;
  private final PubSubMetrics metrics;
  private final InstantSource clock;

  BulkDeliverer(
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
  public Set<String> handle(BulkMessage message) throws InterruptedException {
    var failed = new HashSet<String>();
    Map<String, List<BulkEvents.Entry>> routes = new LinkedHashMap<>();
    for (BulkEntry entry : message.entries()) {
      sort(message, entry, routes, failed);
    }
    for (var route : routes.entrySet()) {
      failed.addAll(deliver(message, route.getKey(), route.getValue()));
    }
    return rejected(message, failed);
  }

  private void sort(
      BulkMessage message,
      BulkEntry entry,
      Map<String, List<BulkEvents.Entry>> routes,
      Set<String> failed)
      throws InterruptedException {
    try {
      Event event = subscription.raw() ? null : Event.parse(entry.data());
      String route = event == null ? rawRoute() : subscription.route(event);
      if (route == null || (event != null && event.expired(clock.instant()))) {
        LOG.warn("dropping event of topic {}: expired, or no route fits", message.topic());
        count(message, "drop", 1);
        deadLetters.take(subscription, single(message, entry));
        return;
      }
      routes
          .computeIfAbsent(route, path -> new ArrayList<>())
          .add(new BulkEvents.Entry(entry, event));
    } catch (MalformedEventException | InvalidExpressionException | IllegalArgumentException e) {
      LOG.error(
          "error deserializing one of the messages in bulk cloud event in pubsub {} and topic {}:"
              + " {}",
          subscription.pubsub(),
          message.topic(),
          e.getMessage());
      failed.add(entry.entryId());
    }
  }

  /** Bytes have nothing to look at: they go where everything goes. */
  private @Nullable String rawRoute() {
    return subscription.rules().stream()
        .filter(rule -> rule.match() == null)
        .map(Rule::path)
        .findFirst()
        .orElse(null);
  }

  private Set<String> deliver(BulkMessage message, String path, List<BulkEvents.Entry> entries)
      throws InterruptedException {
    var pending = new Pending(message, path, entries);
    try {
      guard.run(pending::attempt);
    } catch (RetryException | GuardTimeoutException | CircuitOpenException e) {
      LOG.warn(
          "few message(s) have failed during bulk subscribe operation of topic {}: {}",
          message.topic(),
          e.getMessage());
    }
    return pending.left();
  }

  /** The events of one route that are not done with. */
  private final class Pending {

    private final BulkMessage message;
    private final String id = UUID.randomUUID().toString();
    private final String path;
    private List<BulkEvents.Entry> entries;

    Pending(BulkMessage message, String path, List<BulkEvents.Entry> entries) {
      this.message = message;
      this.path = path;
      this.entries = entries;
    }

    boolean attempt() throws RetryException, InterruptedException {
      List<BulkAnswer> answers;
      try {
        answers =
            app.deliver(
                new BulkEvents(
                    id, subscription.pubsub(), message.topic(), path, entries, message.metadata()));
      } catch (RetryException e) {
        count(message, "retry", entries.size());
        throw e;
      }
      take(answers);
      if (!entries.isEmpty()) {
        throw new RetryException(entries.size() + " of the events shall come again");
      }
      return true;
    }

    /** An entry without an answer comes again. */
    private void take(List<BulkAnswer> answers) throws InterruptedException {
      var said = new HashMap<String, BulkAnswer.Status>();
      answers.forEach(answer -> said.put(answer.entryId(), answer.status()));
      var again = new ArrayList<BulkEvents.Entry>();
      for (BulkEvents.Entry entry : entries) {
        BulkAnswer.Status status =
            said.getOrDefault(entry.entry().entryId(), BulkAnswer.Status.RETRY);
        count(message, status.label(), 1);
        switch (status) {
          case SUCCESS -> {}
          case RETRY -> again.add(entry);
          case DROP -> deadLetters.take(subscription, single(message, entry.entry()));
        }
      }
      entries = again;
    }

    Set<String> left() {
      var ids = new HashSet<String>();
      entries.forEach(entry -> ids.add(entry.entry().entryId()));
      return ids;
    }
  }

  private Set<String> rejected(BulkMessage message, Set<String> failed)
      throws InterruptedException {
    if (subscription.deadLetterTopic().isEmpty()) {
      return failed;
    }
    var rejected = new HashSet<String>();
    for (BulkEntry entry : message.entries()) {
      if (failed.contains(entry.entryId())
          && !deadLetters.take(subscription, single(message, entry))) {
        rejected.add(entry.entryId());
      }
    }
    return rejected;
  }

  private static Message single(BulkMessage message, BulkEntry entry) {
    return new Message(message.topic(), entry.data(), entry.metadata(), entry.contentType());
  }

  private void count(BulkMessage message, String status, int events) {
    metrics.bulkIngressEvents(subscription.pubsub(), message.topic(), status, events);
  }
}
