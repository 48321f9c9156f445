package dev.mecha.kernel.resource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the resources that are meant for one application, and refuses a name that is taken. The
 * order of the three checks is the peer's: a later resource of the same name is refused even if it
 * is out of scope; an earlier one that is out of scope does not take the name.
 */
final class ResourceFilter {

  private final String appId;
  private final String namespace;

  ResourceFilter(String appId, String namespace) {
    this.appId = appId;
    this.namespace = namespace;
  }

  List<Resource> apply(ResourceKind<?> kind, List<Resource> resources)
      throws DuplicateResourceException {
    Map<String, String> taken = new HashMap<>();
    var wanted = new ArrayList<Resource>();
    var duplicates = new ArrayList<String>();
    for (Resource resource : resources) {
      if (isForeign(resource)) {
        continue;
      }
      String existing = taken.get(resource.name());
      if (existing != null) {
        duplicates.add(
            "duplicate definition of %s name %s with existing %s"
                .formatted(kind.kind(), resource.logName(), existing));
      } else if (resource.scopes().isEmpty() || resource.scopes().contains(appId)) {
        taken.put(resource.name(), resource.logName());
        wanted.add(resource);
      }
    }
    if (!duplicates.isEmpty()) {
      throw new DuplicateResourceException(String.join("\n", duplicates));
    }
    return wanted;
  }

  private boolean isForeign(Resource resource) {
    return !namespace.isEmpty()
        && !resource.namespace().isEmpty()
        && !resource.namespace().equals(namespace);
  }
}
