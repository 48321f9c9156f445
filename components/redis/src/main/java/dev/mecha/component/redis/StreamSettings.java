package dev.mecha.component.redis;

import dev.mecha.spi.ComponentMetadata;
import java.time.Duration;

/**
 * What {@code pubsub.redis} knows beside its connection.
 *
 * @param processingTimeout how long a message may be in somebody's hands before it is delivered
 *     again; zero for ever
 * @param redeliverInterval how often messages that must be delivered again are looked for; zero for
 *     never
 * @param queueDepth how many messages are read at once
 * @param concurrency how many messages of a subscription are processed at once
 * @param maxLength about how many messages a stream keeps; 0 for all
 * @param maxAge about how long a stream keeps messages; zero for ever
 */
record StreamSettings(
    Duration processingTimeout,
    Duration redeliverInterval,
    int queueDepth,
    int concurrency,
    long maxLength,
    Duration maxAge) {

  private static final Duration MILLIS = Duration.ofMillis(1);

  /**
   * @param metadata of the component
   * @return the settings
   * @throws dev.mecha.spi.InvalidMetadataException if a field is wrong
   */
  static StreamSettings of(ComponentMetadata metadata) {
    int depth = metadata.property("queueDepth").integer(100, 0);
    return new StreamSettings(
        length(metadata, "processingTimeout", Duration.ofSeconds(60), MILLIS),
        length(metadata, "redeliverInterval", Duration.ofSeconds(15), MILLIS),
        depth == 0 ? 100 : depth,
        metadata.property("concurrency").integer(10, 1),
        metadata.property("maxLenApprox").integer(0, 0),
        length(metadata, "streamTTL", Duration.ZERO, Duration.ofSeconds(1)));
  }

  /** Below zero counts as zero. */
  private static Duration length(
      ComponentMetadata metadata, String name, Duration fallback, Duration unit) {
    Duration given = metadata.property(name).duration(fallback, unit);
    return given.isNegative() ? Duration.ZERO : given;
  }

  /**
   * @return whether a message that was refused comes again
   */
  boolean redelivers() {
    return !processingTimeout.isZero() && !redeliverInterval.isZero();
  }
}
