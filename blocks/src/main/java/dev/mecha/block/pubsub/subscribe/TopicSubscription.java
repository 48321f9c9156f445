package dev.mecha.block.pubsub.subscribe;

import dev.mecha.block.pubsub.event.Event;
import dev.mecha.kernel.expression.InvalidExpressionException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the application listens to.
 *
 * @param origin who says so
 * @param name of the resource that says so; empty if none does
 * @param pubsub the component's name
 * @param topic the topic or pattern
 * @param metadata for the component, and {@code rawPayload}
 * @param rules where events go, the first that fits first
 * @param deadLetterTopic where events go that the application does not take; empty for nowhere
 * @param bulk whether events come many at once
 */
public record TopicSubscription(
    Origin origin,
    String name,
    String pubsub,
    String topic,
    Map<String, String> metadata,
    List<Rule> rules,
    String deadLetterTopic,
    BulkSettings bulk) {

  /** Who says that the application listens. */
  public enum Origin {
    /** A resource. */
    DECLARATIVE,
    /** The application, when it is asked at its start. */
    PROGRAMMATIC,
    /** The application, through a stream that it holds open. */
    STREAMING
  }

  /**
   * Whether bytes come as they were published.
   *
   * @return what {@code rawPayload} says
   * @throws IllegalArgumentException if it says neither true nor false
   */
  public boolean raw() {
    return RawPayload.of(metadata);
  }

  /**
   * Finds where an event goes.
   *
   * @param event the event
   * @return the path of the first rule that fits, or null if none does
   * @throws InvalidExpressionException if an expression does not fit the event
   */
  @Nullable String route(Event event) throws InvalidExpressionException {
    Map<String, Object> variables = null;
    for (Rule rule : rules) {
      if (rule.match() == null) {
        return rule.path();
      }
      if (variables == null) {
        variables = new HashMap<>();
        variables.put("event", event.tree());
      }
      if (rule.match().holds(variables)) {
        return rule.path();
      }
    }
    return null;
  }

  /**
   * @param other another subscription
   * @return whether both ask for the same
   */
  boolean sameAs(TopicSubscription other) {
    return origin == other.origin
        && name.equals(other.name)
        && sameTopic(other)
        && metadata.equals(other.metadata)
        && deadLetterTopic.equals(other.deadLetterTopic)
        && bulk.equals(other.bulk)
        && sameRules(other);
  }

  boolean sameTopic(TopicSubscription other) {
    return pubsub.equals(other.pubsub) && topic.equals(other.topic);
  }

  private boolean sameRules(TopicSubscription other) {
    if (rules.size() != other.rules.size()) {
      return false;
    }
    for (int i = 0; i < rules.size(); i++) {
      if (!rules.get(i).sameAs(other.rules.get(i))) {
        return false;
      }
    }
    return true;
  }
}
