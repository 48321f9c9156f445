package dev.mecha.kernel.resource.configuration;

import dev.mecha.kernel.resource.ResourceNode;

/**
 * How the addresses of other applications are found.
 *
 * @param component such as {@code mdns} or {@code consul}; empty for the default of the mode
 * @param version such as {@code v1}; may be empty
 * @param configuration what the component is told; of any type, or absent. May hold secrets
 */
public record NameResolution(String component, String version, ResourceNode configuration) {

  static NameResolution read(ResourceNode node) {
    return new NameResolution(
        node.field("component").text(""),
        node.field("version").text(""),
        node.field("configuration"));
  }

  /** Without the configuration. */
  @Override
  public String toString() {
    return "NameResolution[" + component + "/" + version + "]";
  }
}
