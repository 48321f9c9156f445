package dev.mecha.cli.resource;

import dev.mecha.cli.yaml.BadFileException;
import dev.mecha.cli.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks resource files against what is known of resources, without starting anything. */
public final class ResourceCheck {

  private static final Map<String, String> KINDS =
      Map.of(
          "Component", "dapr.io/v1alpha1",
          "Configuration", "dapr.io/v1alpha1",
          "Resiliency", "dapr.io/v1alpha1",
          "HTTPEndpoint", "dapr.io/v1alpha1",
          "Subscription", "dapr.io/v1alpha1 or dapr.io/v2alpha1");

  private static final Set<String> SUBSCRIPTION_VERSIONS =
      Set.of("dapr.io/v1alpha1", "dapr.io/v2alpha1");

  private final ComponentCheck components;

  /**
   * @param plugins the folder of plug-ins, if there is one
   */
  public ResourceCheck(Optional<Path> plugins) {
    components = new ComponentCheck(Descriptions.of(plugins));
  }

  /**
   * @param folders what was read
   * @return what is wrong or strange, in the order of the files
   */
  public List<Finding> check(ResourceFolders folders) {
    var findings = new ArrayList<Finding>();
    folders.problems().forEach(problem -> findings.add(Finding.error(problem)));
    var names = new HashMap<String, String>();
    for (ResourceDocument document : folders.documents()) {
      try {
        check(document, findings);
      } catch (BadFileException e) {
        findings.add(Finding.error(e));
      }
      String place = document.root().place();
      String before =
          document.name().isEmpty()
              ? null
              : names.putIfAbsent(document.kind() + " " + document.name(), place);
      if (before != null) {
        findings.add(
            Finding.error(
                place
                    + ": a "
                    + document.kind()
                    + " named \""
                    + document.name()
                    + "\" is also at "
                    + before));
      }
    }
    return List.copyOf(findings);
  }

  private void check(ResourceDocument document, List<Finding> findings) throws BadFileException {
    YamlNode root = document.root();
    String kind = document.kind();
    String expected = KINDS.get(kind);
    if (expected == null) {
      findings.add(
          Finding.warning(
              root.place()
                  + ": kind: \""
                  + kind
                  + "\" is not known and is passed over (expected: one of "
                  + String.join(", ", KINDS.keySet().stream().sorted().toList())
                  + ")"));
      return;
    }
    String version = root.field("apiVersion").text("");
    boolean right =
        kind.equals("Subscription")
            ? SUBSCRIPTION_VERSIONS.contains(version)
            : version.equals(expected);
    if (!right) {
      findings.add(Finding.error(root.field("apiVersion").wrong(expected)));
    }
    if (document.name().isEmpty()) {
      findings.add(
          Finding.error(root.field("metadata").field("name").missing("a resource has a name")));
    }
    if (kind.equals("Component")) {
      components.check(document, findings);
    }
  }
}
