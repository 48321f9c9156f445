package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.Property;
import dev.mecha.spi.pubsub.ConsumerGroup;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The metadata of {@code pubsub.sqlite}.
 *
 * @param connection where the file is, and how locks are waited for
 * @param group of consumers
 * @param concurrency how many messages of a subscription are in the handlers' hands at a time
 * @param redeliverInterval the pause before a refused message comes again; it doubles each time
 * @param processingTimeout how long after the end of a process its messages come to another
 * @param retention how long messages are kept that nobody has subscribed to
 * @param consumerExpiry how long a group is remembered that is away
 * @param cleanupInterval how often what is done with is removed
 */
record PubSubSettings(
    SqliteSettings connection,
    String group,
    int concurrency,
    Duration redeliverInterval,
    Duration processingTimeout,
    Duration retention,
    Duration consumerExpiry,
    Duration cleanupInterval) {

  private static final Duration WEEK = Duration.ofDays(7);

  /**
   * @param context the component's metadata, and where its file is if that says nothing
   * @return the settings
   * @throws dev.mecha.spi.InvalidMetadataException if a field is wrong
   */
  static PubSubSettings of(ComponentContext context) {
    ComponentMetadata metadata = context.metadata();
    return new PubSubSettings(
        connection(context),
        ConsumerGroup.of(context),
        metadata.property("concurrency").integer(10, 1, 10_000),
        positive(metadata.property("redeliverInterval"), Duration.ofSeconds(1)),
        positive(metadata.property("processingTimeout"), Duration.ofSeconds(15)),
        positive(metadata.property("retention"), WEEK),
        positive(metadata.property("consumerExpiry"), WEEK),
        positive(metadata.property("cleanupInterval"), Duration.ofMinutes(1)));
  }

  private static SqliteSettings connection(ComponentContext context) {
    ComponentMetadata metadata = context.metadata();
    Property connection = metadata.property("connectionString", "url");
    String name = URLEncoder.encode(context.name(), StandardCharsets.UTF_8);
    return new SqliteSettings(
        connection.isPresent()
            ? Source.parse(connection.required())
            : Source.of(context.home().resolve(name + ".db")),
        "state",
        "metadata",
        SqliteSettings.timeout(
            metadata.property("timeout", "timeoutInSeconds"), Duration.ofSeconds(20)),
        metadata.property("busyTimeout").duration(Duration.ofSeconds(5)),
        true,
        Duration.ZERO);
  }

  private static Duration positive(Property property, Duration fallback) {
    Duration given = property.duration(fallback);
    return given.isPositive()
        ? given
        : property.parse("a duration above 0", PubSubSettings::refuse);
  }

  private static Duration refuse(String text) {
    throw new IllegalArgumentException("too short: " + text);
  }
}
