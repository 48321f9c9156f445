package dev.mecha.component.rabbitmq;

import com.rabbitmq.client.Channel;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.SubscribeRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * What a subscription wants the broker to have: an exchange for the topic, a queue for the group
 * bound to it, and a queue for dead letters if there is to be one.
 *
 * @param topic the exchange
 * @param queue the queue's name
 * @param arguments the queue's
 * @param routingKeys that bind it to the exchange
 */
record QueuePlan(
    String topic, String queue, Map<String, Object> arguments, List<String> routingKeys) {

  private static final Set<String> TRUE = Set.of("1", "y", "yes", "t", "true", "on");

  /**
   * @param request of the subscription
   * @param group of consumers; may be empty if the request names a queue
   * @param settings of the component
   * @return the plan
   * @throws ComponentException if the request's metadata is wrong
   */
  static QueuePlan of(SubscribeRequest request, String group, RabbitSettings settings) {
    Map<String, String> metadata = request.metadata();
    String named = metadata.getOrDefault("queueName", "");
    if (named.isEmpty() && group.isEmpty()) {
      throw new ComponentException(
          "consumerID is required for subscriptions that don't specify a queue name");
    }
    String queue = named.isEmpty() ? group + "-" + request.topic() : named;
    String keys = metadata.getOrDefault("routingKey", "");
    return new QueuePlan(
        request.topic(), queue, arguments(metadata, queue, settings), List.of(keys.split(",", -1)));
  }

  private static Map<String, Object> arguments(
      Map<String, String> metadata, String queue, RabbitSettings settings) {
    var arguments = limits(settings);
    if (settings.deadLetter()) {
      arguments.put("x-dead-letter-exchange", "dlx-" + queue);
    }
    number(metadata, "maxPriority", value -> arguments.put("x-max-priority", Math.min(value, 255)));
    arguments.put("x-queue-type", type(metadata.getOrDefault("queueType", "")));
    if (TRUE.contains(metadata.getOrDefault("singleActiveConsumer", "").toLowerCase(Locale.ROOT))) {
      arguments.put("x-single-active-consumer", true);
    }
    number(metadata, "maxLenBytes", value -> arguments.put("x-max-length-bytes", value));
    number(metadata, "maxLen", value -> arguments.put("x-max-length", value));
    return arguments;
  }

  private static Map<String, Object> limits(RabbitSettings settings) {
    var arguments = new HashMap<String, Object>();
    if (settings.maxLength() > 0) {
      arguments.put("x-max-length", settings.maxLength());
    }
    if (settings.maxLengthBytes() > 0) {
      arguments.put("x-max-length-bytes", settings.maxLengthBytes());
    }
    return arguments;
  }

  private static String type(String given) {
    return switch (given) {
      case "" -> "classic";
      case "classic", "quorum" -> given;
      default ->
          throw new ComponentException(
              "invalid queue type " + given + ". Valid types are classic and quorum");
    };
  }

  private static void number(Map<String, String> metadata, String name, LongConsumer use) {
    String text = metadata.getOrDefault(name, "");
    if (text.isEmpty()) {
      return;
    }
    if (!text.matches("\\d{1,18}")) {
      throw new ComponentException(name + ": \"" + text + "\" (expected: an integer >= 0)");
    }
    use.accept(Long.parseLong(text));
  }

  /** Declares all of it; what is there already stays. */
  void declare(Channel channel, RabbitSettings settings) throws IOException {
    boolean transientOnes = settings.deleteWhenUnused();
    channel.exchangeDeclare(
        topic, settings.exchangeKind(), settings.durable(), transientOnes, Map.of());
    if (settings.deadLetter()) {
      declareDeadLetters(channel, settings);
    }
    channel.queueDeclare(queue, settings.durable(), false, transientOnes, arguments);
    for (String key : routingKeys) {
      channel.queueBind(queue, topic, key);
    }
  }

  /** They are many and seldom read: the broker keeps them on its disk. */
  private void declareDeadLetters(Channel channel, RabbitSettings settings) throws IOException {
    var lazy = limits(settings);
    lazy.put("x-queue-mode", "lazy");
    channel.exchangeDeclare("dlx-" + queue, "fanout", true, settings.deleteWhenUnused(), Map.of());
    channel.queueDeclare("dlq-" + queue, true, false, settings.deleteWhenUnused(), lazy);
    channel.queueBind("dlq-" + queue, "dlx-" + queue, "");
  }
}
