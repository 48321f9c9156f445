package dev.mecha.runtime;

import dev.mecha.kernel.registry.ComponentCatalog;
import dev.mecha.kernel.resource.ResourceNode;
import dev.mecha.kernel.resource.configuration.NameResolution;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.time.Time;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which name resolver, and what it is told: {@code spec.nameResolution} of the configuration, or
 * the default of the mode.
 *
 * @param component its name as it is written, such as {@code mdns}
 * @param version as it is written; {@code v1} if the configuration says nothing
 * @param metadata the fields of the configuration; nested ones as JSON
 * @param home the folder for files whose path the configuration leaves open
 */
record NameResolverSpec(String component, String version, Map<String, String> metadata, Path home) {

  /**
   * @param configured what the configuration says, or null
   * @param mode {@code standalone} or {@code kubernetes}
   * @param home the folder of what the sidecar keeps
   * @return the choice
   * @throws dev.mecha.kernel.resource.InvalidResourceException if the resolver's own configuration
   *     is no mapping
   */
  static NameResolverSpec of(@Nullable NameResolution configured, String mode, Path home) {
    String fallback = mode.equals("kubernetes") ? "kubernetes" : "mdns";
    if (configured == null) {
      return new NameResolverSpec(fallback, "v1", Map.of(), home);
    }
    return new NameResolverSpec(
        configured.component().isEmpty() ? fallback : configured.component(),
        configured.version().isEmpty() ? "v1" : configured.version(),
        configured.configuration().entries(NameResolverSpec::text),
        home);
  }

  private static String text(ResourceNode field) {
    String text = field.stringified();
    return text == null ? "" : text;
  }

  String type() {
    return "nameresolution." + component.toLowerCase(Locale.ROOT);
  }

  ComponentContext context(String appId, String namespace, Time clock) {
    return new ComponentContext(
        component,
        type(),
        ComponentCatalog.normalizeVersion(version),
        appId,
        namespace,
        ComponentMetadata.of(metadata),
        home,
        clock);
  }

  /** The peer's words for a resolver that does not exist. */
  String unknown() {
    return "[CREATE_COMPONENT_FAILURE]: initialization error occurred for "
        + "%s: couldn't find name resolver %s/%s".formatted(logName(), component, version);
  }

  /** The peer's words for a resolver that does not start. */
  String failure(String kind, Throwable cause) {
    String message = cause.getMessage();
    return "[%s]: initialization error occurred for %s: %s"
        .formatted(kind, logName(), message == null ? cause.toString() : message);
  }

  private String logName() {
    return "nr (" + component + "/" + version + ")";
  }

  /** Without the configuration: it may hold secrets. */
  @Override
  public String toString() {
    return logName();
  }
}
