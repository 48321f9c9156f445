package dev.mecha.block.pubsub.broker;

import dev.mecha.spi.ComponentMetadata;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which topics of a broker an application may use. A topic has to be among those allowed, if there
 * are any. An application that is not listed may use all of these that are not protected; one that
 * is listed, those that are listed for it.
 *
 * @param allowed the only topics there are; empty for all
 * @param protectedTopics topics for those only who are listed for them
 * @param publishing the topics that are listed for publishing; empty if the application is not
 *     listed
 * @param subscribing the topics that are listed for subscribing; empty if the application is not
 *     listed
 */
public record TopicScopes(
    Set<String> allowed,
    Set<String> protectedTopics,
    Set<String> publishing,
    Set<String> subscribing) {

  /**
   * Reads the fields {@code allowedTopics}, {@code protectedTopics}, {@code publishingScopes} and
   * {@code subscriptionScopes}.
   *
   * @param fields of the component
   * @param appId of the application
   * @return its scopes
   */
  public static TopicScopes of(ComponentMetadata fields, String appId) {
    return new TopicScopes(
        topics(fields, "allowedTopics"),
        topics(fields, "protectedTopics"),
        scope(fields, "publishingScopes", appId),
        scope(fields, "subscriptionScopes", appId));
  }

  private static Set<String> topics(ComponentMetadata fields, String name) {
    String text = fields.property(name).text("").replace(" ", "");
    return text.isEmpty() ? Set.of() : split(text);
  }

  /** An application that is listed without a topic is listed for the topic without a name. */
  private static Set<String> scope(ComponentMetadata fields, String name, String appId) {
    var topics = new LinkedHashSet<String>();
    for (String app : fields.property(name).text("").replace(" ", "").split(";", -1)) {
      String[] parts = app.split("=", -1);
      if (parts.length >= 2 && parts[0].equals(appId)) {
        topics.addAll(split(parts[1]));
      }
    }
    return Set.copyOf(topics);
  }

  private static Set<String> split(String text) {
    return Set.copyOf(new LinkedHashSet<>(Arrays.asList(text.split(",", -1))));
  }

  /**
   * @param topic a topic
   * @return whether the application may publish to it
   */
  public boolean mayPublish(String topic) {
    return permits(topic, publishing);
  }

  /**
   * @param topic a topic
   * @return whether the application may subscribe to it
   */
  public boolean maySubscribe(String topic) {
    return permits(topic, subscribing);
  }

  private boolean permits(String topic, Set<String> scope) {
    if (!allowed.isEmpty() && !allowed.contains(topic)) {
      return false;
    }
    return (scope.isEmpty() && !protectedTopics.contains(topic)) || scope.contains(topic);
  }
}
