package dev.mecha.kernel.resource;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.secret.SecretStore;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secrets of one component. Each is asked for once, however many fields refer to it. For one
 * thread.
 */
final class SecretReferences {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.processor.secret");

  private final ComponentResource component;
  private final String storeName;
  private final Function<String, @Nullable SecretStore> stores;
  private final Map<String, Map<String, String>> known = new HashMap<>();

  SecretReferences(
      ComponentResource component,
      String storeName,
      Function<String, @Nullable SecretStore> stores) {
    this.component = component;
    this.storeName = storeName;
    this.stores = stores;
  }

  /** A plain value beside the reference stands in for a secret that is missing. */
  String valueOf(MetadataItem item, SecretKeyRef ref) throws InterruptedException {
    try {
      return lookUp(item, ref);
    } catch (UnresolvedMetadataException e) {
      if (item.value() == null) {
        throw e;
      }
      LOG.warn("Component {}: {}; its plain value is used", component.name(), e.getMessage());
      return item.value();
    }
  }

  private String lookUp(MetadataItem item, SecretKeyRef ref) throws InterruptedException {
    Map<String, String> secret = known.get(ref.name());
    if (secret == null) {
      secret = fetch(item.name(), ref.name());
      known.put(ref.name(), secret);
    }
    String value = secret.get(ref.key());
    if (value == null) {
      throw new UnresolvedMetadataException(
          "%s: secret \"%s\" of secret store \"%s\" has no key \"%s\""
              .formatted(item.name(), ref.name(), storeName, ref.key()));
    }
    return value;
  }

  private Map<String, String> fetch(String field, String secretName) throws InterruptedException {
    SecretStore store = storeName.isEmpty() ? null : stores.apply(storeName);
    if (store == null) {
      throw new UnresolvedMetadataException(
          "%s: secret \"%s\": %s (expected: a secret store that is loaded)"
              .formatted(
                  field,
                  secretName,
                  storeName.isEmpty()
                      ? "auth.secretStore: missing"
                      : "auth.secretStore: \"" + storeName + '"'));
    }
    Map<String, String> secret;
    try {
      secret = store.get(secretName, Map.of("namespace", component.namespace()));
    } catch (ComponentException e) {
      throw new UnresolvedMetadataException(
          "%s: secret \"%s\" of secret store \"%s\": %s"
              .formatted(field, secretName, storeName, e.getMessage()),
          e);
    }
    if (secret == null) {
      throw new UnresolvedMetadataException(
          "%s: secret store \"%s\" has no secret \"%s\"".formatted(field, storeName, secretName));
    }
    return secret;
  }
}
