package dev.mecha.kernel.resource;

import dev.mecha.spi.Durations;
import java.time.Duration;
import java.util.List;

/**
 * A component as it is written: {@code kind: Component}.
 *
 * @param name {@code metadata.name}
 * @param namespace {@code metadata.namespace}, or empty
 * @param type {@code spec.type} as it is written, such as {@code state.redis}
 * @param version {@code spec.version} as it is written; may be empty
 * @param initTimeout how long the component may take to get ready; positive
 * @param ignoreErrors whether the runtime goes on without the component if it does not get ready
 * @param metadata {@code spec.metadata} in order, references unresolved
 * @param secretStore {@code auth.secretStore}, where its secrets are, or empty
 * @param scopes the applications that may use it; empty for all
 * @param origin where it was written
 */
public record ComponentResource(
    String name,
    String namespace,
    String type,
    String version,
    Duration initTimeout,
    boolean ignoreErrors,
    List<MetadataItem> metadata,
    String secretStore,
    List<String> scopes,
    Origin origin)
    implements Resource {

  /** Used if {@code spec.initTimeout} is absent, not positive or not a duration. */
  public static final Duration DEFAULT_INIT_TIMEOUT = Duration.ofSeconds(5);

  /**
   * A component that a program describes.
   *
   * @param name of the component
   * @param type such as {@code state.redis}
   * @param version such as {@code v1}
   * @param metadata its fields
   * @return a component with the defaults for everything else
   */
  public static ComponentResource of(
      String name, String type, String version, List<MetadataItem> metadata) {
    return new ComponentResource(
        name,
        "",
        type,
        version,
        DEFAULT_INIT_TIMEOUT,
        false,
        List.copyOf(metadata),
        "",
        List.of(),
        Origin.NONE);
  }

  static ComponentResource read(ResourceHeader header, ResourceNode document) {
    ResourceNode spec = document.field("spec");
    return new ComponentResource(
        header.name(),
        header.namespace(),
        spec.field("type").text(""),
        spec.field("version").text(""),
        initTimeout(spec.field("initTimeout").text("")),
        spec.field("ignoreErrors").flag(false),
        spec.field("metadata").items(MetadataItem::read),
        document.field("auth").field("secretStore").text(""),
        header.scopes(),
        header.origin());
  }

  private static Duration initTimeout(String text) {
    try {
      Duration given = text.isEmpty() ? DEFAULT_INIT_TIMEOUT : Durations.parse(text);
      return given.isPositive() ? given : DEFAULT_INIT_TIMEOUT;
    } catch (IllegalArgumentException e) {
      return DEFAULT_INIT_TIMEOUT; // as the peer does, without a word
    }
  }

  /** Such as {@code statestore (state.redis/v1)}. */
  @Override
  public String logName() {
    return name + " (" + type + (version.isEmpty() ? "" : "/" + version) + ")";
  }

  @Override
  public boolean sameAs(Resource other) {
    return other instanceof ComponentResource component
        && comparable().equals(component.comparable());
  }

  private ComponentResource comparable() {
    return new ComponentResource(
        name,
        "",
        type,
        version,
        initTimeout,
        ignoreErrors,
        metadata,
        secretStore,
        scopes,
        Origin.NONE);
  }

  /** Without the metadata: values may be secrets. */
  @Override
  public String toString() {
    return logName();
  }
}
