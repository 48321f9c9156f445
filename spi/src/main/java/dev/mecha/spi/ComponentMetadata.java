package dev.mecha.spi;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The metadata of a component: names without regard to case, values as text, read through typed
 * {@linkplain #property properties}. Immutable.
 */
public final class ComponentMetadata {

  private final Map<String, String> values;
  private final Set<String> secrets;

  private ComponentMetadata(Map<String, String> values, Set<String> secrets) {
    var copy = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(values);
    this.values = Collections.unmodifiableMap(copy);
    var names = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(secrets);
    this.secrets = Collections.unmodifiableSet(names);
  }

  /**
   * @param values names and values; a later name that differs in case only replaces an earlier one
   * @return the metadata
   */
  public static ComponentMetadata of(Map<String, String> values) {
    return of(values, Set.of());
  }

  /**
   * @param values names and values; a later name that differs in case only replaces an earlier one
   * @param secrets names whose values come from a secret store: no message shows them, whatever the
   *     component makes of the field
   * @return the metadata
   */
  public static ComponentMetadata of(Map<String, String> values, Set<String> secrets) {
    return new ComponentMetadata(values, secrets);
  }

  /**
   * One field under its name or an older one.
   *
   * @param name the name used in error messages
   * @param aliases further names, looked up in this order when {@code name} is absent
   * @return the field, present or not
   */
  public Property property(String name, String... aliases) {
    String given = name;
    for (int i = 0; !values.containsKey(given) && i < aliases.length; i++) {
      given = aliases[i];
    }
    return new Property(name, values.get(given), secrets.contains(given));
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
