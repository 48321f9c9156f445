package dev.mecha.kernel.resource;

import dev.mecha.spi.ComponentMetadata;
import java.util.Map;

/**
 * The metadata of a component with all references resolved.
 *
 * @param references names and values before templates are filled in: equal if and only if nothing
 *     that the component refers to has changed
 * @param fields what the component gets, and the fields that the runtime handles itself
 */
public record ResolvedMetadata(Map<String, String> references, ComponentMetadata fields) {

  /**
   * Whether a value asks for the application's namespace, which makes topics belong to it.
   *
   * @return whether {@code {namespace}} occurs
   */
  public boolean namespaced() {
    return references.values().stream().anyMatch(value -> value.contains("{namespace}"));
  }

  /** The names only: values may be secrets. */
  @Override
  public String toString() {
    return fields.toString();
  }
}
