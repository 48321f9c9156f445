package dev.mecha.kernel.resource.configuration;

import dev.mecha.kernel.resource.ResourceNode;

/**
 * Whether calls of the API are logged, and how.
 *
 * @param enabled unless the command line says otherwise; false by default
 * @param obfuscateUrls whether the name of the endpoint stands in for the path; false by default
 * @param omitHealthChecks whether health checks are left out; false by default
 */
public record ApiLogging(boolean enabled, boolean obfuscateUrls, boolean omitHealthChecks) {

  static ApiLogging read(ResourceNode node) {
    return new ApiLogging(
        node.field("enabled").flag(false),
        node.field("obfuscateURLs").flag(false),
        node.field("omitHealthChecks").flag(false));
  }
}
