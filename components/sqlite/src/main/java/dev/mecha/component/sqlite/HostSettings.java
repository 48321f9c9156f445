package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.Property;
import java.time.Duration;

/**
 * The configuration of {@code nameresolution.sqlite}.
 *
 * @param connection which database, and how it is opened
 * @param tableName where hosts are kept: letters, digits and underscores
 * @param updateInterval how long a host is taken for alive after a sign of life; whole seconds, at
 *     least a second longer than the timeout
 * @param cleanupInterval how often the dead are removed; zero or less for never
 */
record HostSettings(
    SqliteSettings connection,
    String tableName,
    Duration updateInterval,
    Duration cleanupInterval) {

  /** The file in the home folder that all sidecars of a machine share. */
  private static final String OWN_FILE = "name-resolution.db";

  private static final Duration SECOND = Duration.ofSeconds(1);

  /**
   * @param context the configuration, and where the file is if that says nothing
   * @return the settings
   * @throws dev.mecha.spi.InvalidMetadataException if a field is wrong
   */
  static HostSettings of(ComponentContext context) {
    ComponentMetadata metadata = context.metadata();
    Property place = metadata.property("connectionString", "url");
    Source source =
        place.isPresent()
            ? Source.parse(place.required())
            : Source.of(context.home().resolve(OWN_FILE));
    String table = SqliteSettings.identifier(metadata.property("tableName"), "hosts");
    Duration timeout =
        SqliteSettings.timeout(metadata.property("timeout", "timeoutInSeconds"), SECOND);
    var connection =
        new SqliteSettings(
            source,
            table,
            SqliteSettings.identifier(metadata.property("metadataTableName"), "metadata"),
            timeout,
            metadata.property("busyTimeout").duration(Duration.ofMillis(800)),
            !metadata.property("disableWAL").flag(false),
            Duration.ZERO);
    return new HostSettings(
        connection,
        table,
        updateInterval(metadata.property("updateInterval"), timeout),
        metadata
            .property("cleanupInterval", "cleanupIntervalInSeconds")
            .duration(Duration.ofHours(1)));
  }

  private static Duration updateInterval(Property property, Duration timeout) {
    Duration least = timeout.plus(SECOND);
    Duration interval = property.duration(Duration.ofSeconds(5));
    if (interval.toSeconds() * 1000 == interval.toMillis() && interval.compareTo(least) >= 0) {
      return interval;
    }
    if (!property.isPresent()) {
      return Duration.ofSeconds(least.toSeconds() + 1);
    }
    return property.parse(
        "whole seconds, at least 1s more than the timeout of " + timeout.toMillis() + "ms",
        text -> {
          throw new IllegalArgumentException(text);
        });
  }

  /** Two signs of life in time: one may come late. */
  Duration heartbeat() {
    return updateInterval.dividedBy(2);
  }
}
