package dev.mecha.cli.resource;

import dev.mecha.cli.yaml.BadFileException;
import dev.mecha.cli.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads resource files as a sidecar does: those of the folders, not those of their sub-folders.
 *
 * @param documents that could be read
 * @param problems what could not, each with its place
 */
public record ResourceFolders(List<ResourceDocument> documents, List<String> problems) {

  /**
   * @param paths folders and files
   * @return what is in them
   */
  public static ResourceFolders read(List<Path> paths) {
    var documents = new ArrayList<ResourceDocument>();
    var problems = new ArrayList<String>();
    for (Path path : paths) {
      for (Path file : files(path, problems)) {
        read(file, documents, problems);
      }
    }
    return new ResourceFolders(List.copyOf(documents), List.copyOf(problems));
  }

  private static List<Path> files(Path path, List<String> problems) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    var files = new ArrayList<Path>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        if (isYaml(entry) && !Files.isDirectory(entry)) {
          files.add(entry);
        }
      }
    } catch (IOException e) {
      problems.add(path + ": cannot be listed (expected: a folder of resource files)");
    }
    files.sort(null);
    return files;
  }

  private static boolean isYaml(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private static void read(Path file, List<ResourceDocument> documents, List<String> problems) {
    try {
      for (YamlNode root : YamlNode.documents(file.toString(), Files.readString(file))) {
        if (root.isPresent()) {
          documents.add(ResourceDocument.of(file, root));
        }
      }
    } catch (BadFileException e) {
      problems.add(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      problems.add(file + ": cannot be read: " + e.getMessage());
    }
  }

  /**
   * @param kind such as {@code Component}
   * @return the documents of this kind
   */
  public List<ResourceDocument> of(String kind) {
    return documents.stream().filter(document -> document.kind().equals(kind)).toList();
  }
}
