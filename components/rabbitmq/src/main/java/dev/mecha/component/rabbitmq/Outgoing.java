package dev.mecha.component.rabbitmq;

import com.rabbitmq.client.AMQP;
import dev.mecha.spi.pubsub.MessageTtl;
import dev.mecha.spi.pubsub.PublishRequest;
import java.time.Duration;
import java.util.Map;

/**
 * A message as the broker gets it.
 *
 * @param exchange where it goes; empty for the queue that the key names
 * @param routingKey which queues of the exchange get it
 * @param properties of the message
 * @param body its bytes
 */
record Outgoing(String exchange, String routingKey, AMQP.BasicProperties properties, byte[] body) {

  /**
   * @param request to publish a message
   * @param settings of the component
   * @return the message
   */
  static Outgoing of(PublishRequest request, RabbitSettings settings) {
    Map<String, String> metadata = request.metadata();
    var properties = new AMQP.BasicProperties.Builder().contentType("text/plain");
    if (settings.deliveryMode() > 0) {
      properties.deliveryMode(settings.deliveryMode());
    }
    Duration ttl = MessageTtl.of(metadata);
    Duration life = ttl == null ? settings.ttl() : ttl;
    if (life != null) {
      properties.expiration(String.valueOf(life.toMillis()));
    }
    Integer priority = Texts.priority(metadata.get("priority"));
    if (priority != null) {
      properties.priority(priority);
    }
    Texts.describe(metadata, properties);
    return new Outgoing(
        request.topic(),
        metadata.getOrDefault("routingKey", ""),
        properties.build(),
        request.data());
  }
}
