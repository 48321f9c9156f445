package dev.mecha.component.local;

import dev.mecha.spi.ComponentMetadata;
import java.nio.file.Path;

/**
 * The metadata of {@code secretstores.local.file}.
 *
 * @param secretsFile the JSON file; a relative path starts at the process's working directory
 * @param nestedSeparator what joins the names on the way to a nested value; not empty
 * @param multiValued whether an object at the top of the file is one secret with many values
 */
public record FileSecretSettings(Path secretsFile, String nestedSeparator, boolean multiValued) {

  /**
   * @param metadata of the component
   * @return the settings
   * @throws dev.mecha.spi.InvalidMetadataException if {@code secretsFile} is missing or not a path
   */
  public static FileSecretSettings of(ComponentMetadata metadata) {
    return new FileSecretSettings(
        metadata.property("secretsFile").parse("the path of a JSON file", Path::of),
        metadata.property("nestedSeparator").text(":"),
        metadata.property("multiValued").flag(false));
  }
}
