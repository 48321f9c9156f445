package dev.mecha.kernel.resource;

import java.util.List;

/**
 * Timeouts, retries and circuit breakers, and what they are for: {@code kind: Resiliency}. Names of
 * policies may be defined in other resources.
 *
 * @param name {@code metadata.name}
 * @param namespace {@code metadata.namespace}, or empty
 * @param policies {@code spec.policies}
 * @param targets {@code spec.targets}
 * @param scopes the applications that it is for; empty for all
 * @param origin where it was written
 */
public record ResiliencyResource(
    String name,
    String namespace,
    ResiliencyPolicies policies,
    ResiliencyTargets targets,
    List<String> scopes,
    Origin origin)
    implements Resource {

  /** The start of what is said of one that is wrong; in the peer's words. */
  public static final String UNREADABLE = "Could not read resiliency policy ";

  static ResiliencyResource read(ResourceHeader header, ResourceNode document) {
    ResourceNode spec = document.field("spec");
    try {
      return new ResiliencyResource(
          header.name(),
          header.namespace(),
          ResiliencyPolicies.read(spec.field("policies")),
          ResiliencyTargets.read(spec.field("targets")),
          header.scopes(),
          header.origin());
    } catch (InvalidResourceException e) {
      throw new InvalidResourceException(
          e.origin(), UNREADABLE + header.name() + ": " + e.problem());
    }
  }

  @Override
  public boolean sameAs(Resource other) {
    return other instanceof ResiliencyResource resource
        && name.equals(resource.name)
        && policies.equals(resource.policies)
        && targets.equals(resource.targets)
        && scopes.equals(resource.scopes);
  }
}
