package dev.mecha.component.local;

import dev.mecha.spi.ComponentMetadata;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The metadata of {@code configuration.local.file}.
 *
 * @param file the JSON file; a relative path starts at the process's working directory
 * @param pollInterval how often it is looked whether the file has changed; positive
 */
public record FileConfigurationSettings(Path file, Duration pollInterval) {

  private static final Duration DEFAULT_INTERVAL = Duration.ofMillis(500);

  /**
   * @param metadata of the component
   * @return the settings
   * @throws dev.mecha.spi.InvalidMetadataException if a field is missing or wrong
   */
  public static FileConfigurationSettings of(ComponentMetadata metadata) {
    var interval = metadata.property("pollInterval");
    Duration given = interval.duration(DEFAULT_INTERVAL);
    return new FileConfigurationSettings(
        metadata.property("configurationFile").parse("the path of a JSON file", Path::of),
        given.isPositive()
            ? given
            : interval.parse("a duration > 0 such as 500ms", FileConfigurationSettings::refuse));
  }

  private static Duration refuse(String text) {
    throw new IllegalArgumentException("too short: " + text);
  }
}
