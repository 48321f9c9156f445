package dev.mecha.kernel.resource;

import dev.mecha.kernel.AppIdentity;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Fills in {@code {uuid}}, {@code {podName}}, {@code {namespace}} and {@code {appID}}, in this
 * order.
 */
final class MetadataTemplates {

  private final AppIdentity identity;
  private final String podName;
  private final Supplier<UUID> uuids;

  MetadataTemplates(AppIdentity identity, String podName, Supplier<UUID> uuids) {
    this.identity = identity;
    this.podName = podName;
    this.uuids = uuids;
  }

  String fill(String field, String text) {
    if (text.indexOf('{') < 0) {
      return text;
    }
    String value = withUuids(text);
    if (value.contains("{podName}") && podName.isEmpty()) {
      throw new UnresolvedMetadataException(
          "failed to parse metadata: property "
              + field
              + " refers to {podName} but podName is not set");
    }
    return value
        .replace("{podName}", podName)
        .replace("{namespace}", identity.namespace() + "." + identity.appId())
        .replace("{appID}", identity.appId());
  }

  /** Each occurrence gets an identifier of its own. */
  private String withUuids(String text) {
    String value = text;
    for (int at = value.indexOf("{uuid}"); at >= 0; at = value.indexOf("{uuid}")) {
      value = value.substring(0, at) + uuids.get() + value.substring(at + "{uuid}".length());
    }
    return value;
  }
}
