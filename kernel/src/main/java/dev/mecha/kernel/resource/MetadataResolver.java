package dev.mecha.kernel.resource;

import dev.mecha.kernel.AppIdentity;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.secret.SecretStore;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the values that the metadata of a component refers to: secrets, environment variables,
 * templates. Blocks while a secret store answers. Thread-safe.
 */
public final class MetadataResolver {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.processor.secret");

  private final String defaultSecretStore;
  private final EnvironmentRules environment;
  private final MetadataTemplates templates;

  /**
   * @param identity fills in {@code {appID}} and {@code {namespace}}
   * @param podName fills in {@code {podName}}; empty if {@code POD_NAME} is not set
   * @param defaultSecretStore the secret store of a component that names none: {@code kubernetes}
   *     in that mode, else empty
   * @param environment the value of an environment variable, or null
   * @param uuids fills in {@code {uuid}}
   */
  public MetadataResolver(
      AppIdentity identity,
      String podName,
      String defaultSecretStore,
      Function<String, @Nullable String> environment,
      Supplier<UUID> uuids) {
    this.defaultSecretStore = defaultSecretStore;
    this.environment = new EnvironmentRules(environment);
    this.templates = new MetadataTemplates(identity, podName, uuids);
  }

  /**
   * The secret store that a component needs before it can be made.
   *
   * @param component the component
   * @return the name of the store, or null if the component refers to no secret or names no store
   */
  public @Nullable String neededSecretStore(ComponentResource component) {
    boolean needed = component.metadata().stream().anyMatch(MetadataResolver::refersToSecret);
    String store = storeOf(component);
    return needed && !store.isEmpty() ? store : null;
  }

  /** An environment variable is looked up only where no value is given, and before any secret. */
  private static boolean refersToSecret(MetadataItem item) {
    return item.secretKeyRef() != null && !refersToEnvironment(item);
  }

  private static boolean refersToEnvironment(MetadataItem item) {
    return item.value() == null && !item.envRef().isEmpty();
  }

  private String storeOf(ComponentResource component) {
    return component.secretStore().isEmpty() ? defaultSecretStore : component.secretStore();
  }

  /**
   * Resolves everything.
   *
   * @param component the component
   * @param secretStores the secret store of a name, or null
   * @return its metadata
   * @throws UnresolvedMetadataException if a secret store, a secret or a key is missing, or a
   *     template has no value
   * @throws InterruptedException if the thread is interrupted while a secret store answers
   */
  public ResolvedMetadata resolve(
      ComponentResource component, Function<String, @Nullable SecretStore> secretStores)
      throws InterruptedException {
    var secrets = new SecretReferences(component, storeOf(component), secretStores);
    var references = new LinkedHashMap<String, String>();
    var fields = new LinkedHashMap<String, String>();
    var hidden = new HashSet<String>();
    for (MetadataItem item : component.metadata()) {
      String value;
      if (refersToEnvironment(item)) {
        value = variable(component, item);
      } else if (item.secretKeyRef() != null) {
        value = secrets.valueOf(item, item.secretKeyRef());
        hidden.add(item.name());
      } else {
        value = item.value() == null ? "" : item.value();
      }
      references.put(item.name(), value);
      fields.put(item.name(), templates.fill(item.name(), value));
    }
    return new ResolvedMetadata(
        Collections.unmodifiableMap(references), ComponentMetadata.of(fields, hidden));
  }

  private String variable(ComponentResource component, MetadataItem item) {
    if (environment.allows(item.envRef())) {
      return environment.value(item.envRef());
    }
    LOG.warn(
        "Component {} references an env variable that isn't allowed: {}",
        component.name(),
        item.envRef());
    return "";
  }
}
