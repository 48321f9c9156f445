package dev.mecha.component.jetstream;

import dev.mecha.component.support.ClientIdentity;
import dev.mecha.component.support.ClientTls;
import dev.mecha.component.support.PrivateKeys;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.Durations;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.Property;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of {@code pubsub.jetstream}. No secret is in its text form.
 *
 * @param server the address of the server, or several between commas
 * @param access by what the server lets the sidecar in
 * @param name of the connection
 * @param stream that has the messages; empty to ask the server which one has the topic
 * @param domain of JetStream; empty for none
 * @param apiPrefix of its subjects; empty for the usual one
 * @param parallel whether a subscription processes more than one message at once
 * @param consumer what a subscription's consumer is like
 */
record JetStreamSettings(
    String server,
    Access access,
    String name,
    String stream,
    String domain,
    String apiPrefix,
    boolean parallel,
    ConsumerPlan consumer) {

  /**
   * By what the server lets the sidecar in.
   *
   * @param jwt of a user, or null
   * @param seed that proves it, or null
   * @param token or null
   * @param tls with the client's certificate, or null
   */
  record Access(
      @Nullable String jwt,
      @Nullable String seed,
      @Nullable String token,
      @Nullable ClientTls tls) {

    /** Nothing of it is shown. */
    @Override
    public String toString() {
      return "access";
    }
  }

  /**
   * @param metadata of the component
   * @return the settings
   * @throws InvalidMetadataException if a field is missing or wrong
   */
  static JetStreamSettings of(ComponentMetadata metadata) {
    return new JetStreamSettings(
        metadata.property("natsURL").required(),
        access(metadata),
        metadata.property("name").text("dapr.io - pubsub.jetstream"),
        metadata.property("streamName").text(""),
        metadata.property("domain").text(""),
        metadata.property("apiPrefix").text(""),
        metadata.property("concurrency").choice("single", "single", "parallel").equals("parallel"),
        consumer(metadata));
  }

  private static Access access(ComponentMetadata metadata) {
    var jwt = metadata.property("jwt").secret();
    var seed = metadata.property("seedKey").secret();
    together(jwt, "jwt", seed, "seedKey");
    return new Access(
        jwt.text(), seed.text(), metadata.property("token").secret().text(), tls(metadata));
  }

  private static @Nullable ClientTls tls(ComponentMetadata metadata) {
    var certificate = metadata.property("tls_client_cert");
    var key = metadata.property("tls_client_key").secret();
    together(certificate, "tls_client_cert", key, "tls_client_key");
    if (!key.isPresent()) {
      return null;
    }
    return new ClientTls(
        List.of(),
        new ClientIdentity(
            certificate.parse(
                "a file of certificates in PEM, or the text itself",
                text -> ClientIdentity.certificates(pem(text))),
            key.parse(
                "a file with an unencrypted private key in PEM, or the text itself",
                text -> PrivateKeys.parse(pem(text)))));
  }

  private static String pem(String text) {
    if (text.contains("-----BEGIN")) {
      return text;
    }
    try {
      return Files.readString(Path.of(text));
    } catch (IOException e) {
      throw new IllegalArgumentException("no such file", e);
    }
  }

  private static void together(Property one, String name, Property other, String otherName) {
    if (one.isPresent() != other.isPresent()) {
      throw new InvalidMetadataException(
          (one.isPresent() ? otherName : name)
              + ": missing (expected: a value, as "
              + (one.isPresent() ? name : otherName)
              + " has one)");
    }
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
