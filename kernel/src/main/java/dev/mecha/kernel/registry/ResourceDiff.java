package dev.mecha.kernel.registry;

import dev.mecha.kernel.resource.Origin;
import dev.mecha.kernel.resource.Resource;
import dev.mecha.kernel.resource.ResourceSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has to be done to get from the resources in force to those in the files.
 *
 * @param deleted in force, but no longer in the file that it came from
 * @param updated in both, but not the same; as in the files
 * @param created in the files only
 * @param unknown in force, but not from a file, or from one that cannot be read now
 * @param <R> the kind of resource
 */
record ResourceDiff<R extends Resource>(
    List<R> deleted, List<R> updated, List<R> created, List<R> unknown) {

  /** Whether anything has to be done. */
  boolean isChange() {
    return !(deleted.isEmpty() && updated.isEmpty() && created.isEmpty());
  }

  static <R extends Resource> ResourceDiff<R> between(
      List<R> inForce, List<R> inFiles, ResourceSet files) {
    Map<String, R> wanted = new LinkedHashMap<>();
    inFiles.forEach(resource -> wanted.put(resource.name(), resource));
    var deleted = new ArrayList<R>();
    var updated = new ArrayList<R>();
    var unknown = new ArrayList<R>();
    for (R resource : inForce) {
      R now = wanted.remove(resource.name());
      // What a program made is in no file, so no file can take it away.
      boolean kept = resource.origin().equals(Origin.NONE) || files.isBroken(resource.origin());
      if (now == null) {
        (kept ? unknown : deleted).add(resource);
      } else if (!now.sameAs(resource)) {
        updated.add(now);
      }
    }
    return new ResourceDiff<>(deleted, updated, List.copyOf(wanted.values()), unknown);
  }
}
