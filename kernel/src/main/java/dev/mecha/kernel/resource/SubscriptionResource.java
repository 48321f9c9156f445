package dev.mecha.kernel.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the application listens to: {@code kind: Subscription}.
 *
 * @param name {@code metadata.name}
 * @param namespace {@code metadata.namespace}, or empty
 * @param pubsub {@code spec.pubsubname}
 * @param topic {@code spec.topic}
 * @param metadata {@code spec.metadata}
 * @param rules {@code spec.routes.rules}, and the default or only route as a rule without a
 *     condition
 * @param deadLetterTopic {@code spec.deadLetterTopic}, or empty
 * @param bulk {@code spec.bulkSubscribe}
 * @param scopes the applications that it is for; empty for all
 * @param origin where it was written
 */
public record SubscriptionResource(
    String name,
    String namespace,
    String pubsub,
    String topic,
    Map<String, String> metadata,
    List<Rule> rules,
    String deadLetterTopic,
    Bulk bulk,
    List<String> scopes,
    Origin origin)
    implements Resource {

  /**
   * Where events go.
   *
   * @param match a condition over {@code event}; empty for all
   * @param path the route
   */
  public record Rule(String match, String path) {}

  /**
   * How events come many at once.
   *
   * @param enabled whether they do
   * @param maxMessagesCount the most at once; 0 if it is not said
   * @param maxAwaitDurationMs how long the first may wait; 0 if it is not said
   */
  public record Bulk(boolean enabled, int maxMessagesCount, int maxAwaitDurationMs) {}

  static SubscriptionResource read(ResourceHeader header, ResourceNode document) {
    ResourceNode routes = document.field("spec").field("routes");
    var rules =
        new ArrayList<>(
            routes
                .field("rules")
                .items(
                    rule -> new Rule(rule.field("match").text(""), rule.field("path").text(""))));
    String rest = routes.field("default").text("");
    if (!rest.isEmpty()) {
      rules.add(new Rule("", rest));
    }
    return read(header, document, rules);
  }

  static SubscriptionResource readV1(ResourceHeader header, ResourceNode document) {
    return read(
        header, document, List.of(new Rule("", document.field("spec").field("route").text(""))));
  }

  private static SubscriptionResource read(
      ResourceHeader header, ResourceNode document, List<Rule> rules) {
    ResourceNode spec = document.field("spec");
    ResourceNode bulk = spec.field("bulkSubscribe");
    return new SubscriptionResource(
        header.name(),
        header.namespace(),
        spec.field("pubsubname").text(""),
        spec.field("topic").text(""),
        spec.field("metadata").entries(value -> value.text("")),
        List.copyOf(rules),
        spec.field("deadLetterTopic").text(""),
        new Bulk(
            bulk.field("enabled").flag(false),
            bulk.field("maxMessagesCount").integer(0),
            bulk.field("maxAwaitDurationMs").integer(0)),
        header.scopes(),
        header.origin());
  }

  @Override
  public boolean sameAs(Resource other) {
    return other instanceof SubscriptionResource that
        && name.equals(that.name)
        && pubsub.equals(that.pubsub)
        && topic.equals(that.topic)
        && metadata.equals(that.metadata)
        && rules.equals(that.rules)
        && deadLetterTopic.equals(that.deadLetterTopic)
        && bulk.equals(that.bulk)
        && scopes.equals(that.scopes);
  }
}
