package dev.mecha.kernel.registry;

import dev.mecha.kernel.resource.Resource;
import dev.mecha.kernel.resource.ResourceSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has to be done to get from the resources in force to those in the files.
 *
 * @param deleted in force, but in no file any more
 * @param updated in both, but not the same; as in the files
 * @param created in the files only
 * @param unknown in force, and in a file that cannot be read now
 * @param <R> the kind of resource
 */
record ResourceDiff<R extends Resource>(
    List<R> deleted, List<R> updated, List<R> created, List<R> unknown) {

  static <R extends Resource> ResourceDiff<R> between(
      List<R> inForce, List<R> inFiles, ResourceSet files) {
    Map<String, R> wanted = new LinkedHashMap<>();
    inFiles.forEach(resource -> wanted.put(resource.name(), resource));
    var deleted = new ArrayList<R>();
    var updated = new ArrayList<R>();
    var unknown = new ArrayList<R>();
    for (R resource : inForce) {
      R now = wanted.remove(resource.name());
      if (now == null) {
        (files.isBroken(resource.origin()) ? unknown : deleted).add(resource);
      } else if (!now.sameAs(resource)) {
        updated.add(now);
      }
    }
    return new ResourceDiff<>(deleted, updated, List.copyOf(wanted.values()), unknown);
  }
}
