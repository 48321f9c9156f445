package dev.mecha.cli.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes the values out of a resource that its component says are secrets. */
final class Secrets {

  private static final String HIDDEN = "***";

  private Secrets() {}

  /**
   * @param value a resource, or a part of one
   * @param type of the component around it, if it is known already
   */
  static Object leftOut(
      Object value, Descriptions descriptions, Optional<ComponentDescription> type) {
    return switch (value) {
      case List<?> list -> list.stream().map(item -> leftOut(item, descriptions, type)).toList();
      case Map<?, ?> map -> leftOut(map, descriptions, type);
      default -> value;
    };
  }

  private static Object leftOut(
      Map<?, ?> map, Descriptions descriptions, Optional<ComponentDescription> around) {
    Optional<ComponentDescription> type =
        map.get("type") instanceof String name && map.containsKey("metadata")
            ? descriptions.of(name)
            : around;
    boolean secret =
        map.get("name") instanceof String name
            && map.containsKey("value")
            && type.flatMap(t -> t.field(name)).map(f -> f.sensitive()).orElse(type.isEmpty());
    var fields = new LinkedHashMap<String, Object>();
    map.forEach(
        (key, value) ->
            fields.put(
                String.valueOf(key),
                secret && key.equals("value") ? HIDDEN : leftOut(value, descriptions, type)));
    return fields;
  }
}
