package dev.mecha.kernel.resource.configuration;

import dev.mecha.kernel.resource.ResourceNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is switched on. Names that the runtime does not know are kept: the metadata API lists them.
 *
 * @param names the features that are on, sorted
 */
public record Features(List<String> names) {

  /** Components and other resources are reloaded when their files change; on by default. */
  public static final String HOT_RELOAD = "HotReload";

  private static final List<String> ON_BY_DEFAULT =
      List.of(HOT_RELOAD, "WorkflowsRemoteActivityReminder");

  private record Switch(String name, boolean enabled) {
    private static Switch read(ResourceNode node) {
      return new Switch(node.field("name").text(""), node.field("enabled").flag(false));
    }
  }

  /** Of a feature that is listed twice, the later entry counts. */
  static Features read(ResourceNode node) {
    Set<String> on = new TreeSet<>(ON_BY_DEFAULT);
    for (Switch each : node.items(Switch::read)) {
      if (each.enabled() && !each.name().isEmpty()) {
        on.add(each.name());
      } else {
        on.remove(each.name());
      }
    }
    return new Features(List.copyOf(on));
  }

  /**
   * @param name of a feature, in the case in which it is defined
   * @return whether it is on
   */
  public boolean enabled(String name) {
    return names.contains(name);
  }
}
