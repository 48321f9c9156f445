package dev.mecha.component.rabbitmq;

import com.rabbitmq.client.Channel;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.Durations;
import dev.mecha.spi.InvalidMetadataException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of {@code bindings.rabbitmq}. No secret is in its text form.
 *
 * @param connection how the broker is reached
 * @param queue to publish to and to consume
 * @param durable whether the queue outlives the broker's end
 * @param deleteWhenUnused whether the queue goes with its last consumer
 * @param exclusive whether the queue is this connection's alone, and goes with it
 * @param prefetch how many messages may be under way to the sidecar; 0 for all
 * @param maxPriority the highest priority that the queue knows, or null for none
 * @param ttl the life span of messages in the queue, or null for as long as it takes
 * @param contentType of messages that say nothing else
 */
record BindingSettings(
    ConnectionSettings connection,
    String queue,
    boolean durable,
    boolean deleteWhenUnused,
    boolean exclusive,
    int prefetch,
    @Nullable Integer maxPriority,
    @Nullable Duration ttl,
    String contentType) {

  /**
   * @param metadata of the component
   * @return the settings
   * @throws InvalidMetadataException if a field is missing or wrong
   */
  static BindingSettings of(ComponentMetadata metadata) {
    var ttl = metadata.property("ttl", "ttlInSeconds");
    var priority = metadata.property("maxPriority");
    return new BindingSettings(
        ConnectionSettings.ofBinding(metadata),
        metadata.property("queueName").required(),
        metadata.property("durable").flag(false),
        metadata.property("deleteWhenUnused").flag(false),
        metadata.property("exclusive").flag(false),
        metadata.property("prefetchCount").integer(0, 0, 65_535),
        priority.isPresent() ? Math.min(priority.integer(0, 0), 255) : null,
        ttl.isPresent() ? ttl.parse("a duration above zero", BindingSettings::life) : null,
        metadata.property("contentType").text("text/plain"));
  }

  /**
   * @param text a duration, or a number of seconds
   * @return the life span
   * @throws IllegalArgumentException if it is none, or not above zero
   */
  static Duration life(String text) {
    Duration life = Durations.parse(text, Duration.ofSeconds(1));
    if (!life.isPositive()) {
      throw new IllegalArgumentException("not above zero");
    }
    return life;
  }

  /** Makes the queue; if it is there already, it has to be the same. */
  void declare(Channel channel) throws IOException {
    Map<String, Object> arguments = new HashMap<>();
    if (ttl != null) {
      arguments.put("x-message-ttl", ttl.toMillis());
    }
    if (maxPriority != null) {
      arguments.put("x-max-priority", maxPriority);
    }
    channel.queueDeclare(queue, durable, exclusive, deleteWhenUnused, arguments);
  }
}
