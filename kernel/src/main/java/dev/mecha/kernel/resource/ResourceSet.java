package dev.mecha.kernel.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The resources that one pass over the directories found, in the order of directory, file name and
 * document. Immutable.
 */
public final class ResourceSet {

  private final Map<ResourceKind<?>, List<Resource>> resources;
  private final List<String> problems;
  private final Set<String> brokenSources;

  ResourceSet(
      Map<ResourceKind<?>, List<Resource>> resources,
      List<String> problems,
      Set<String> brokenSources) {
    this.resources = Map.copyOf(resources);
    this.problems = List.copyOf(problems);
    this.brokenSources = Set.copyOf(brokenSources);
  }

  /**
   * @return a set without resources
   */
  public static ResourceSet empty() {
    return new ResourceSet(Map.of(), List.of(), Set.of());
  }

  /**
   * @param kind the kind
   * @param <R> its record
   * @return the resources of the kind that are meant for this application
   */
  public <R extends Resource> List<R> of(ResourceKind<R> kind) {
    var found = new ArrayList<R>();
    for (Resource resource : resources.getOrDefault(kind, List.of())) {
      found.add(kind.type().cast(resource));
    }
    return List.copyOf(found);
  }

  /**
   * @return what could not be used, each with its file and line; empty if all is well
   */
  public List<String> problems() {
    return problems;
  }

  /**
   * Whether part of a file could not be read, so that what is missing from this set may still be
   * wanted.
   *
   * @param origin where a resource was written at an earlier pass
   * @return whether that file is broken now
   */
  public boolean isBroken(Origin origin) {
    return brokenSources.contains(origin.source());
  }
}
