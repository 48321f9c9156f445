package dev.mecha.component.middleware;

import dev.mecha.spi.InvalidMetadataException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads metadata fields whose value is a document of JSON or YAML. */
final class YamlText {

  private YamlText() {}

  /** Reads an object whose values are text. */
  static Map<String, String> texts(String field, String value) {
    if (!(parse(field, value) instanceof Map<?, ?> map)) {
      throw new InvalidMetadataException(field + ": \"" + value + "\" (expected: a JSON object)");
    }
    var texts = new LinkedHashMap<String, String>();
    map.forEach((key, text) -> texts.put(String.valueOf(key), String.valueOf(text)));
    return texts;
  }

  /** Reads an array of objects. */
  static List<Map<String, Object>> objects(String field, @Nullable String value) {
    if (value == null) {
      return List.of();
    }
    if (!(parse(field, value) instanceof List<?> list)) {
      throw notObjects(field, value);
    }
    var objects = new ArrayList<Map<String, Object>>();
    for (Object item : list) {
      if (!(item instanceof Map<?, ?> map)) {
        throw notObjects(field, value);
      }
      var object = new LinkedHashMap<String, Object>();
      map.forEach((key, each) -> object.put(String.valueOf(key), each));
      objects.add(object);
    }
    return objects;
  }

  private static InvalidMetadataException notObjects(String field, String value) {
    return new InvalidMetadataException(
        field + ": \"" + value + "\" (expected: a JSON array of objects)");
  }

  /** JSON is YAML but for tabs between its tokens. */
  private static @Nullable Object parse(String field, String value) {
    String text = value.strip();
    if (text.startsWith("{") || text.startsWith("[")) {
      text = text.replace('\t', ' ');
    }
    try {
      return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    } catch (YAMLException e) {
      throw new InvalidMetadataException(
          field + ": \"" + value + "\" (expected: JSON or YAML; " + e.getMessage() + ")");
    }
  }
}
