package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.Property;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The metadata of {@code state.sqlite}.
 *
 * @param source which database
 * @param tableName where values are kept: letters, digits and underscores
 * @param metadataTableName where the level of the schema is kept: as above
 * @param timeout how long a caller waits for an answer; at least a second
 * @param busyTimeout how long a lock of another process is waited for; zero or less for not at all
 * @param wal whether the journal is a write-ahead log
 * @param cleanupInterval how often expired values are removed; zero or less for never
 */
record SqliteSettings(
    Source source,
    String tableName,
    String metadataTableName,
    Duration timeout,
    Duration busyTimeout,
    boolean wal,
    Duration cleanupInterval) {

  private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(1);

  /**
   * @param context the component's metadata, and where its file is if that says nothing
   * @return the settings
   * @throws dev.mecha.spi.InvalidMetadataException if a field is wrong
   */
  static SqliteSettings of(ComponentContext context) {
    ComponentMetadata metadata = context.metadata();
    Property connection = metadata.property("connectionString", "url");
    return new SqliteSettings(
        connection.isPresent() ? Source.parse(connection.required()) : Source.of(ownFile(context)),
        identifier(metadata.property("tableName"), "state"),
        identifier(metadata.property("metadataTableName"), "metadata"),
        timeout(metadata.property("timeout", "timeoutInSeconds"), Duration.ofSeconds(20)),
        metadata.property("busyTimeout").duration(Duration.ofSeconds(2)),
        !metadata.property("disableWAL").flag(false),
        metadata.property("cleanupInterval", "cleanupIntervalInSeconds").duration(Duration.ZERO));
  }

  private static Path ownFile(ComponentContext context) {
    String name = URLEncoder.encode(context.name(), StandardCharsets.UTF_8);
    return context.home().resolve(name + ".db");
  }

  static String identifier(Property property, String fallback) {
    return property.isPresent()
        ? property.parse("letters, digits and underscores", SqliteSettings::requireIdentifier)
        : fallback;
  }

  private static String requireIdentifier(String text) {
    if (!text.matches("[A-Za-z0-9_]+")) {
      throw new IllegalArgumentException("not an identifier");
    }
    return text;
  }

  static Duration timeout(Property property, Duration fallback) {
    Duration timeout = property.duration(fallback);
    return timeout.compareTo(LEAST_TIMEOUT) >= 0
        ? timeout
        : property.parse("a duration of at least 1s", SqliteSettings::refuse);
  }

  private static Duration refuse(String text) {
    throw new IllegalArgumentException("too short: " + text);
  }
}
