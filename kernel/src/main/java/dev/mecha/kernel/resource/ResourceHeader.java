package dev.mecha.kernel.resource;

import java.util.List;

/**
 * The part of a document that is the same for all kinds.
 *
 * @param apiVersion group and version
 * @param kind the kind
 * @param name {@code metadata.name}
 * @param namespace {@code metadata.namespace}, or empty
 * @param scopes the applications that may use the resource; empty for all
 * @param origin where the document starts
 */
public record ResourceHeader(
    String apiVersion,
    String kind,
    String name,
    String namespace,
    List<String> scopes,
    Origin origin) {

  static ResourceHeader read(ResourceNode document) {
    ResourceNode metadata = document.field("metadata");
    return new ResourceHeader(
        document.field("apiVersion").text(""),
        document.field("kind").text(""),
        name(metadata.field("name")),
        metadata.field("namespace").text(""),
        document.field("scopes").texts(),
        document.origin());
  }

  /** The peer refuses what could not be one segment of a URL's path. */
  private static String name(ResourceNode node) {
    String name = node.text("");
    if (name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || name.contains("/")
        || name.contains("%")) {
      throw node.wrong("a name other than '.' and '..', without '/' and '%'");
    }
    return name;
  }
}
