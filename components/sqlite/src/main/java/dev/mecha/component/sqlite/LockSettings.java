package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.Property;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** The metadata of {@code lock.sqlite}. */
final class LockSettings {

  private LockSettings() {}

  /**
   * @param context the component's metadata, and where its file is if that says nothing
   * @return which database, and how it is opened
   * @throws dev.mecha.spi.InvalidMetadataException if a field is wrong
   */
  static SqliteSettings of(ComponentContext context) {
    ComponentMetadata metadata = context.metadata();
    Property connection = metadata.property("connectionString", "url");
    return new SqliteSettings(
        connection.isPresent() ? Source.parse(connection.required()) : Source.of(ownFile(context)),
        SqliteSettings.identifier(metadata.property("tableName"), "locks"),
        "metadata", // there is none: what is kept says itself when its time is over
        SqliteSettings.timeout(metadata.property("timeout"), Duration.ofSeconds(20)),
        metadata.property("busyTimeout").duration(Duration.ofSeconds(2)),
        !metadata.property("disableWAL").flag(false),
        Duration.ZERO);
  }

  private static Path ownFile(ComponentContext context) {
    String name = URLEncoder.encode(context.name(), StandardCharsets.UTF_8);
    return context.home().resolve(name + ".db");
  }
}
