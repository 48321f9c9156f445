package dev.mecha.kernel.registry;

import dev.mecha.spi.ComponentProvider;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows what makes the components of a type and version. Thread-safe. */
public final class ComponentCatalog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.registry");

  private final List<ProviderSource> sources;

  /**
   * @param sources where providers are found; an earlier one comes before a later one
   */
  public ComponentCatalog(List<ProviderSource> sources) {
    this.sources = List.copyOf(sources);
  }

  /**
   * Finds what makes a component. The first use of a plug-in loads it.
   *
   * @param kind the kind of component
   * @param type {@code spec.type} in any case
   * @param version {@code spec.version} in any case; empty, {@code v0} and {@code v1} are the same
   * @return the provider, or null if there is none of this kind, type and version
   */
  public @Nullable ComponentProvider<?> find(ComponentKind<?> kind, String type, String version) {
    String lowerType = type.toLowerCase(Locale.ROOT);
    String wanted = normalizeVersion(version);
    for (ProviderSource source : sources) {
      for (ComponentProvider<?> provider : source.providers(lowerType)) {
        if (!provider.kind().equals(kind.type())) {
          LOG.error(
              "{} makes no {} (expected: {} in kind())",
              provider.getClass().getName(),
              kind.noun(),
              kind.type().getName());
        } else if (provider.versions().contains(wanted)) {
          return provider;
        }
      }
    }
    return null;
  }

  /**
   * @param version as it is written
   * @return in lower case; {@code v1} for the initial version, however it is written
   */
  public static String normalizeVersion(String version) {
    String lower = version.toLowerCase(Locale.ROOT);
    return lower.isEmpty() || lower.equals("v0") ? "v1" : lower;
  }

  /** Frees the plug-ins. Their components are closed before. */
  @Override
  public void close() {
    sources.forEach(ProviderSource::close);
  }
}
