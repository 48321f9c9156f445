package dev.mecha.spi;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a component: names without regard to case, values as text, read through typed
 * {@linkplain #property properties}. Immutable.
 */
public final class ComponentMetadata {

  private final Map<String, String> values;

  private ComponentMetadata(Map<String, String> values) {
    var copy = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(values);
    this.values = Collections.unmodifiableMap(copy);
  }

  /**
   * @param values names and values; a later name that differs in case only replaces an earlier one
   * @return the metadata
   */
  public static ComponentMetadata of(Map<String, String> values) {
    return new ComponentMetadata(values);
  }

  /**
   * One field under its name or an older one.
   *
   * @param name the name used in error messages
   * @param aliases further names, looked up in this order when {@code name} is absent
   * @return the field, present or not
   */
  public Property property(String name, String... aliases) {
    @Nullable String value = values.get(name);
    for (int i = 0; value == null && i < aliases.length; i++) {
      value = values.get(aliases[i]);
    }
    return new Property(name, value, false);
  }

  /**
   * All fields.
   *
   * @return an unmodifiable map that ignores the case of its keys
   */
  public Map<String, String> asMap() {
    return values;
  }

  /** The names only: values may be secrets. */
  @Override
  public String toString() {
    return values.keySet().toString();
  }
}
