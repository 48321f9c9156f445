package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.Property;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The metadata of {@code configuration.sqlite}.
 *
 * @param connection which database, and how it is opened
 * @param pollInterval how often it is looked whether somebody has written; positive
 */
record ItemSettings(SqliteSettings connection, Duration pollInterval) {

  /**
   * @param context the component's metadata, and where its file is if that says nothing
   * @return the settings
   * @throws InvalidMetadataException if a field is wrong
   */
  static ItemSettings of(ComponentContext context) {
    ComponentMetadata metadata = context.metadata();
    Property place = metadata.property("connectionString", "url");
    Source source =
        place.isPresent() ? Source.parse(place.required()) : Source.of(ownFile(context));
    if (source.memory()) {
      throw new InvalidMetadataException(
          "connectionString: \""
              + place.text()
              + "\" (expected: a file, since others have to write what is read here)");
    }
    Property interval = metadata.property("pollInterval");
    Duration given = interval.duration(Duration.ofMillis(500));
    return new ItemSettings(
        new SqliteSettings(
            source,
            SqliteSettings.identifier(metadata.property("table", "tableName"), "configuration"),
            "metadata", // there is none
            SqliteSettings.timeout(metadata.property("timeout"), Duration.ofSeconds(20)),
            metadata.property("busyTimeout").duration(Duration.ofSeconds(2)),
            !metadata.property("disableWAL").flag(false),
            Duration.ZERO),
        given.isPositive()
            ? given
            : interval.parse("a duration > 0 such as 500ms", ItemSettings::refuse));
  }

  private static Duration refuse(String text) {
    throw new IllegalArgumentException("too short: " + text);
  }

  private static Path ownFile(ComponentContext context) {
    String name = URLEncoder.encode(context.name(), StandardCharsets.UTF_8);
    return context.home().resolve(name + ".db");
  }
}
