package dev.mecha.block.pubsub.subscribe;

import dev.mecha.kernel.expression.InvalidExpressionException;
import dev.mecha.kernel.resource.SubscriptionResource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Subscriptions that resources ask for. */
public final class DeclaredTopics {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.pubsub");

  private DeclaredTopics() {}

  /**
   * @param resources those that are meant for this application
   * @return what they ask for; one with a rule that is no condition is said in the log and left out
   */
  public static List<TopicSubscription> of(List<SubscriptionResource> resources) {
    var subscriptions = new ArrayList<TopicSubscription>();
    for (SubscriptionResource resource : resources) {
      try {
        subscriptions.add(of(resource));
      } catch (InvalidExpressionException e) {
        LOG.error("error in subscription {}: {}", resource.name(), e.getMessage());
      }
    }
    return subscriptions;
  }

  private static TopicSubscription of(SubscriptionResource resource)
      throws InvalidExpressionException {
    var rules = new ArrayList<Rule>();
    for (SubscriptionResource.Rule rule : resource.rules()) {
      rules.add(Rule.of(rule.match(), rule.path()));
    }
    SubscriptionResource.Bulk bulk = resource.bulk();
    return new TopicSubscription(
        TopicSubscription.Origin.DECLARATIVE,
        resource.name(),
        resource.pubsub(),
        resource.topic(),
        resource.metadata(),
        List.copyOf(rules),
        resource.deadLetterTopic(),
        new BulkSettings(bulk.enabled(), bulk.maxMessagesCount(), bulk.maxAwaitDurationMs()));
  }
}
