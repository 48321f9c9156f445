package dev.mecha.kernel.resource;

import dev.mecha.kernel.resource.DocumentSplitter.Document;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One pass over the files: what was found, and what could not be used. For one thread. */
final class LoadingPass {

  private final List<ResourceKind<?>> kinds;
  private final Map<ResourceKind<?>, List<Resource>> found = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Set<String> brokenSources = new HashSet<>();

  LoadingPass(List<ResourceKind<?>> kinds) {
    this.kinds = kinds;
    kinds.forEach(kind -> found.put(kind, new ArrayList<>()));
  }

  List<Resource> found(ResourceKind<?> kind) {
    return found.getOrDefault(kind, List.of());
  }

  List<String> problems() {
    return problems;
  }

  Set<String> brokenSources() {
    return brokenSources;
  }

  /** A file of another type in a resource directory is worth a word: it may be a typing error. */
  void ignore(String fileName) {
    problems.add("A non-YAML resource file " + fileName + " was detected, it will not be loaded");
  }

  void read(Path file) {
    String source = file.toString();
    String text;
    try {
      text = ResourceFiles.read(file);
    } catch (NoSuchFileException e) {
      return; // removed since the directory was listed
    } catch (CharacterCodingException e) {
      broken(source, "resource", source + ": not text (expected: UTF-8)");
      return;
    } catch (IOException e) {
      brokenSources.add(source);
      problems.add("daprd load resource error when opening file " + source + ": " + e.getMessage());
      return;
    }
    for (Document document : DocumentSplitter.split(source, text)) {
      read(document);
    }
  }

  private void read(Document document) {
    String kind = "resource";
    try {
      ResourceNode root = ResourceNode.of(YamlParser.parse(document.text(), document.origin()));
      String apiVersion = root.field("apiVersion").text("");
      String named = root.field("kind").text("");
      for (ResourceKind<?> candidate : kinds) {
        if (candidate.apiVersion().equals(apiVersion) && candidate.kind().equals(named)) {
          kind = named;
          found(candidate).add(candidate.reader().read(ResourceHeader.read(root), root));
        }
      }
    } catch (InvalidResourceException e) {
      broken(document.origin().source(), kind, String.valueOf(e.getMessage()));
    }
  }

  private void broken(String source, String kind, String problem) {
    brokenSources.add(source);
    problems.add(
        "daprd load " + kind + " error when parsing manifests yaml resource in " + problem);
  }
}
