package dev.mecha.kernel.registry;

import dev.mecha.kernel.resource.ComponentResource;
import java.util.ArrayList;
import java.util.List;

/** The order in which components are made. */
final class StartOrder {

  private StartOrder() {}

  /** Those come first which others may need, the secret stores; beyond that the order stays. */
  static List<ComponentResource> of(List<ComponentResource> resources) {
    var ordered = new ArrayList<ComponentResource>();
    resources.stream().filter(StartOrder::isSecretStore).forEach(ordered::add);
    resources.stream().filter(each -> !isSecretStore(each)).forEach(ordered::add);
    return ordered;
  }

  static boolean isSecretStore(ComponentResource resource) {
    return ComponentKinds.SECRET.includes(resource.type());
  }
}
