package dev.mecha.component.jetstream;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.Durations;
import dev.mecha.spi.InvalidMetadataException;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.DeliverPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The metadata of {@code pubsub.jetstream}. No secret is in its text form.
 *
 * @param server where it is, and by what it lets the sidecar in
 * @param stream that has the messages; empty to ask the server which one has the topic
 * @param parallel whether a subscription processes more than one message at once
 * @param consumer what a subscription's consumer is like
 */
record JetStreamSettings(
    ServerSettings server, String stream, boolean parallel, ConsumerPlan consumer) {

  /**
   * @param metadata of the component
   * @return the settings
   * @throws InvalidMetadataException if a field is missing or wrong
   */
  static JetStreamSettings of(ComponentMetadata metadata) {
    return new JetStreamSettings(
        ServerSettings.of(metadata, "dapr.io - pubsub.jetstream"),
        metadata.property("streamName").text(""),
        metadata.property("concurrency").choice("single", "single", "parallel").equals("parallel"),
        consumer(metadata));
  }

  private static ConsumerPlan consumer(ComponentMetadata metadata) {
    var start = metadata.property("startTime");
    var backOff = metadata.property("backOff");
    return new ConsumerPlan(
        metadata.property("durableName").text(""),
        metadata.property("queueGroupName").text(""),
        deliverPolicy(metadata),
        number(metadata, "startSequence"),
        start.isPresent()
            ? start.parse("seconds since 1970", s -> Instant.ofEpochSecond(Long.parseLong(s)))
            : null,
        metadata.property("flowControl").flag(false),
        metadata.property("ackWait").duration(Duration.ZERO),
        metadata.property("maxDeliver").integer(0, -1),
        backOff.isPresent()
            ? backOff.parse("lengths of time between commas: 1s,5s", JetStreamSettings::lengths)
            : List.of(),
        metadata.property("maxAckPending").integer(0, -1),
        metadata.property("replicas").integer(0, 0, 5),
        metadata.property("memoryStorage").flag(false),
        number(metadata, "rateLimit"),
        metadata.property("heartbeat").duration(Duration.ZERO),
        ackPolicy(metadata));
  }

  private static long number(ComponentMetadata metadata, String name) {
    var field = metadata.property(name);
    return field.isPresent() ? field.parse("an integer >= 0", Long::parseUnsignedLong) : 0;
  }

  private static List<Duration> lengths(String text) {
    String bare =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    return Arrays.stream(bare.split(","))
        .map(part -> Durations.parse(part.strip(), Duration.ofSeconds(1)))
        .toList();
  }

  private static DeliverPolicy deliverPolicy(ComponentMetadata metadata) {
    return switch (metadata
        .property("deliverPolicy")
        .choice("all", "all", "last", "new", "sequence", "time")) {
      case "last" -> DeliverPolicy.Last;
      case "new" -> DeliverPolicy.New;
      case "sequence" -> DeliverPolicy.ByStartSequence;
      case "time" -> DeliverPolicy.ByStartTime;
      default -> DeliverPolicy.All;
    };
  }

  /** As with the peer, any other word stands for {@code explicit}. */
  private static AckPolicy ackPolicy(ComponentMetadata metadata) {
    return switch (metadata.property("ackPolicy").text("explicit")) {
      case "all" -> AckPolicy.All;
      case "none" -> AckPolicy.None;
      default -> AckPolicy.Explicit;
    };
  }
}
