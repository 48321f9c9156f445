package dev.mecha.component.rabbitmq;

import dev.mecha.component.rabbitmq.ConnectionSettings.Address;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.pubsub.MessageTtl;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of {@code pubsub.rabbitmq}. No secret is in its text form.
 *
 * @param connection how the broker is reached
 * @param exchangeKind of the exchanges that stand for topics
 * @param durable whether queues and exchanges outlive the broker's end
 * @param deleteWhenUnused whether queues and exchanges go with their last user
 * @param publisherConfirm whether publishing waits until the broker has the message
 * @param deliveryMode 2 for messages that the broker keeps on its disk
 * @param ttl the life span of messages that ask for none, or null
 * @param autoAck whether a message is done with when it is sent
 * @param requeue whether a refused message comes again
 * @param deadLetter whether refused messages go to a queue of their own
 * @param prefetch how many messages may be under way to a subscription; 0 for all
 * @param parallel whether a subscription processes more than one message at once
 * @param maxLength how many messages a queue keeps; 0 for all
 * @param maxLengthBytes how many bytes of messages a queue keeps; 0 for all
 * @param properties whether a message's properties and headers become metadata
 */
record RabbitSettings(
    ConnectionSettings connection,
    String exchangeKind,
    boolean durable,
    boolean deleteWhenUnused,
    boolean publisherConfirm,
    int deliveryMode,
    @Nullable Duration ttl,
    boolean autoAck,
    boolean requeue,
    boolean deadLetter,
    int prefetch,
    boolean parallel,
    long maxLength,
    long maxLengthBytes,
    boolean properties) {

  /**
   * @param metadata of the component
   * @return the settings
   * @throws InvalidMetadataException if a field is wrong
   */
  static RabbitSettings of(ComponentMetadata metadata) {
    boolean deadLetter = metadata.property("enableDeadLetter").flag(false);
    return new RabbitSettings(
        ConnectionSettings.ofPubSub(address(metadata), metadata),
        metadata.property("exchangeKind").choice("fanout", "fanout", "topic", "direct", "headers"),
        metadata.property("durable").flag(true),
        metadata.property("deletedWhenUnused").flag(true),
        metadata.property("publisherConfirm").flag(true),
        metadata.property("deliveryMode").integer(0, 0, 2),
        MessageTtl.of(metadata.asMap()),
        metadata.property("autoAck").flag(false),
        metadata.property("requeueInFailure").flag(!deadLetter),
        deadLetter,
        metadata.property("prefetchCount").integer(0, 0, 255),
        metadata
            .property("concurrency")
            .choice("parallel", "parallel", "single")
            .equals("parallel"),
        metadata.property("maxLen").integer(0, 0),
        metadata.property("maxLenBytes").integer(0, 0),
        metadata.property("publishMessagePropertiesToMetadata").flag(false));
  }

  private static Address address(ComponentMetadata metadata) {
    var text = metadata.property("connectionString", "host").secret();
    var protocol = metadata.property("protocol");
    String scheme = protocol.isPresent() ? protocol.choice("amqp", "amqp", "amqps") : "amqp";
    if (text.isPresent()) {
      Address address = text.parse(ConnectionSettings.expected(), Address::parse);
      if (protocol.isPresent() && !scheme.equals(address.uri().getScheme())) {
        throw new InvalidMetadataException(
            "protocol: \"" + scheme + "\" (expected: that of connectionString)");
      }
      return address;
    }
    String host = metadata.property("hostname").text("localhost");
    String user = metadata.property("username").text();
    String password = metadata.property("password").secret().text();
    String who = user == null || password == null ? user : user + ":" + password;
    try {
      URI plain = Address.parse(scheme + "://" + host).uri();
      return new Address(
          new URI(scheme, who, plain.getHost(), plain.getPort(), plain.getPath(), null, null));
    } catch (IllegalArgumentException | URISyntaxException e) {
      throw new InvalidMetadataException(
          "hostname: \"" + host + "\" (expected: a host, or host:port)");
    }
  }
}
