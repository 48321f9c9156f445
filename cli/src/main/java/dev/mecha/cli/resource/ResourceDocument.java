package dev.mecha.cli.resource;

import dev.mecha.cli.yaml.BadFileException;
import dev.mecha.cli.yaml.YamlNode;
import java.nio.file.Path;

/**
 * One document of a resource file.
 *
 * @param file where it is
 * @param kind what it says that it is, such as {@code Component}
 * @param name {@code metadata.name}, or empty
 * @param root all of it
 */
public record ResourceDocument(Path file, String kind, String name, YamlNode root) {

  static ResourceDocument of(Path file, YamlNode root) throws BadFileException {
    return new ResourceDocument(
        file, root.field("kind").text(""), root.field("metadata").field("name").text(""), root);
  }
}
