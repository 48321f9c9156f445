package dev.mecha.acceptance.process;

import java.nio.file.Path;

/** Resource files that several cases need. */
public final class Resources {

  private Resources() {}

  /**
   * A configuration with which sidecars find each other through a file that they share.
   *
   * @param file the database
   * @return the file of kind Configuration
   */
  public static String neighbours(Path file) {
    return """
    apiVersion: dapr.io/v1alpha1
    kind: Configuration
    metadata:
      name: config
    spec:
      nameResolution:
        component: sqlite
        version: v1
        configuration:
          connectionString: '%s'
    """
        .formatted(file);
  }

  /**
   * Policies.
   *
   * @param name of the resource
   * @param spec two spaces deep
   * @return the resource file
   */
  public static String resiliency(String name, String spec) {
    return """
    apiVersion: dapr.io/v1alpha1
    kind: Resiliency
    metadata:
      name: %s
    spec:
    %s\
    """
        .formatted(name, spec);
  }

  /**
   * A service outside.
   *
   * @param name of the resource
   * @param url where it is
   * @return the resource file
   */
  public static String httpEndpoint(String name, String url) {
    return """
    apiVersion: dapr.io/v1alpha1
    kind: HTTPEndpoint
    metadata:
      name: %s
    spec:
      baseUrl: %s
    """
        .formatted(name, url);
  }

  /**
   * A component named {@code statestore}.
   *
   * @param type such as {@code state.sqlite}
   * @param metadata names and values in turn
   * @return the resource file
   */
  public static String stateStore(String type, String... metadata) {
    return component("statestore", type, metadata);
  }

  /**
   * A component named {@code statestore} that keeps its values in a file.
   *
   * @param file the database
   * @param metadata more names and values in turn
   * @return the resource file
   */
  public static String sqlite(Path file, String... metadata) {
    return stateStore("state.sqlite", metadata)
        .replace(" []\n", "\n")
        .concat("    - name: connectionString\n      value: '" + file + "'\n");
  }

  /**
   * A component.
   *
   * @param name of the component
   * @param type such as {@code state.sqlite}
   * @param metadata names and values in turn
   * @return the resource file
   */
  public static String component(String name, String type, String... metadata) {
    var yaml =
        new StringBuilder(
            """
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: %s
            spec:
              type: %s
              version: v1
              initTimeout: 30s
              metadata:
            """
                .formatted(name, type));
    if (metadata.length == 0) {
      yaml.setLength(yaml.length() - 1);
      yaml.append(" []\n");
    }
    for (int i = 0; i < metadata.length; i += 2) {
      yaml.append("    - name: ").append(metadata[i]).append('\n');
      yaml.append("      value: '").append(metadata[i + 1].replace("'", "''")).append("'\n");
    }
    return yaml.toString();
  }
}
