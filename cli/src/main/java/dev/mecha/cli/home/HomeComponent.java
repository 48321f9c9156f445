package dev.mecha.cli.home;

import java.nio.file.Path;
import java.util.List;

/**
 * A component that a home folder has from the beginning.
 *
 * @param name of the component, and of its file
 * @param type such as {@code state.sqlite}
 * @param fields names and values, with {@code @home@} for the folder
 */
record HomeComponent(String name, String type, List<String> fields) {

  static HomeComponent of(String name, String type, String... fields) {
    return new HomeComponent(name, type, List.of(fields));
  }

  String fileName() {
    return name + ".yaml";
  }

  String yaml(Path home) {
    var yaml = new StringBuilder(head());
    for (String field : fields) {
      int equals = field.indexOf('=');
      yaml.append("    - name: ").append(field, 0, equals).append('\n');
      yaml.append("      value: ").append(quoted(field.substring(equals + 1), home)).append('\n');
    }
    return yaml.toString();
  }

  private String head() {
    return """
    # Made by the first run; yours to change. Delete it, and it stays away.
    apiVersion: dapr.io/v1alpha1
    kind: Component
    metadata:
      name: %s
    spec:
      type: %s
      version: v1
      metadata:
    """
        .formatted(name, type);
  }

  static String quoted(String value, Path home) {
    String text = value.replace("@home@", home.toString());
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
