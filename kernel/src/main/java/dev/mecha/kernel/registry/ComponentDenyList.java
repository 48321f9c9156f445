package dev.mecha.kernel.registry;

import dev.mecha.kernel.resource.ComponentResource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The types of component that must not be loaded: {@code components.deny} of the configuration.
 * Where there is a list, a component without type or version is refused too.
 */
public final class ComponentDenyList {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.authorizer");

  /** A type, and a version or nothing for all. */
  private record Entry(String type, String version) {

    /**
     * The registry looks types up in any case and takes three versions for one, so a list has to do
     * the same.
     */
    boolean matches(ComponentResource component) {
      return type.equalsIgnoreCase(component.type())
          && (version.isEmpty()
              || ComponentCatalog.normalizeVersion(version)
                  .equals(ComponentCatalog.normalizeVersion(component.version())));
    }
  }

  private final List<Entry> entries;
  private final boolean active;

  /**
   * @param deny entries such as {@code state.redis} or {@code state.redis/v1}; others have no
   *     effect
   */
  public ComponentDenyList(List<String> deny) {
    var read = new ArrayList<Entry>();
    for (String entry : deny) {
      String[] parts = entry.split("/", -1);
      if (!entry.isEmpty() && parts.length <= 2) {
        read.add(new Entry(parts[0], parts.length == 2 ? parts[1] : ""));
      }
    }
    this.entries = List.copyOf(read);
    this.active = !deny.isEmpty();
  }

  /**
   * @param component a component
   * @return whether it may be loaded; if not, that is logged
   */
  boolean allows(ComponentResource component) {
    if (!active) {
      return true;
    }
    if (component.type().isEmpty() || component.version().isEmpty()) {
      LOG.warn(
          "component '{}' cannot be loaded: {} (expected: a type and a version, because"
              + " components.deny is set)",
          component.name(),
          component.logName());
      return false;
    }
    boolean denied = entries.stream().anyMatch(entry -> entry.matches(component));
    if (denied) {
      LOG.warn(
          "component '{}' cannot be loaded because components of type '{}' are not allowed",
          component.name(),
          component.logName());
    }
    return !denied;
  }
}
