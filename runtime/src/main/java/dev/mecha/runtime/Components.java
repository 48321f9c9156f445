package dev.mecha.runtime;

import dev.mecha.block.state.store.EncryptionKey;
import dev.mecha.block.state.store.KeyPrefix;
import dev.mecha.block.state.store.StateStoreStack;
import dev.mecha.kernel.AppIdentity;
import dev.mecha.kernel.channel.HttpEndpoint;
import dev.mecha.kernel.observe.RuntimeMetrics;
import dev.mecha.kernel.registry.ClassPathProviders;
import dev.mecha.kernel.registry.ComponentCatalog;
import dev.mecha.kernel.registry.ComponentDenyList;
import dev.mecha.kernel.registry.ComponentInitializer;
import dev.mecha.kernel.registry.ComponentKinds;
import dev.mecha.kernel.registry.ComponentListener;
import dev.mecha.kernel.registry.ComponentManager;
import dev.mecha.kernel.registry.ManagedKind;
import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.registry.PluginDirectory;
import dev.mecha.kernel.registry.ProviderSource;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.resource.ComponentResource;
import dev.mecha.kernel.resource.HttpEndpointResource;
import dev.mecha.kernel.resource.MetadataItem;
import dev.mecha.kernel.resource.MetadataResolver;
import dev.mecha.kernel.resource.ResolvedMetadata;
import dev.mecha.kernel.resource.configuration.ConfigurationResource;
import dev.mecha.runtime.options.SidecarOptions;
import dev.mecha.spi.secret.SecretStore;
import dev.mecha.spi.state.StateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The components of one sidecar: where they are found, what surrounds them, and the registries that
 * blocks see.
 */
final class Components implements AutoCloseable {

  /** How long calls in flight may hold up a component that is replaced. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final List<String> ENCRYPTION_KEYS =
      List.of("primaryEncryptionKey", "secondaryEncryptionKey");

  private final AppIdentity identity;
  private final Observability observability;
  private final Offload offload = new Offload();
  private final ComponentCatalog catalog;
  private final Registry<StateStore> stateStores = new Registry<>(PATIENCE);
  private final Registry<SecretStore> secretStores = new Registry<>(PATIENCE);
  private final ComponentManager manager;
  private final MetadataResolver resolver;
  private final ComponentListener listener;

  Components(
      SidecarOptions options,
      AppIdentity identity,
      ConfigurationResource configuration,
      Observability observability,
      InstantSource clock) {
    this.identity = identity;
    this.observability = observability;
    this.catalog = new ComponentCatalog(sources(options));
    this.resolver =
        new MetadataResolver(
            identity,
            options.environment().getOrDefault("POD_NAME", ""),
            "",
            options.environment()::get,
            UUID::randomUUID);
    this.listener = new Listener(observability.runtime());
    this.manager =
        new ComponentManager(
            List.of(
                new ManagedKind<>(ComponentKinds.SECRET, secretStores, List.of()),
                new ManagedKind<>(ComponentKinds.STATE, stateStores, List.of(this::surrounded))),
            secretStores,
            resolver,
            new ComponentInitializer(
                catalog, resolver, secretStores, identity, options.home(), clock),
            new ComponentDenyList(configuration.deniedComponents()),
            listener);
  }

  private static List<ProviderSource> sources(SidecarOptions options) {
    var sources = new ArrayList<ProviderSource>();
    sources.add(new ClassPathProviders(Components.class.getClassLoader()));
    Path plugins = options.resources().plugins();
    if (plugins != null) {
      sources.add(new PluginDirectory(plugins, Components.class.getClassLoader()));
    }
    return sources;
  }

  private StateStore surrounded(
      StateStore store, ComponentResource resource, ResolvedMetadata metadata) {
    var fields = metadata.fields();
    return StateStoreStack.build(
        resource.name(),
        store,
        KeyPrefix.of(
            fields.property("keyPrefix").text(""),
            resource.name(),
            identity.appId(),
            identity.namespace()),
        encryptionKeys(resource, metadata),
        observability.components().state()::record,
        offload);
  }

  /**
   * The name of a key is the name of its secret; a key that is no secret is refused by the peer's
   * rule.
   */
  private static List<EncryptionKey> encryptionKeys(
      ComponentResource resource, ResolvedMetadata metadata) {
    var keys = new ArrayList<EncryptionKey>();
    for (String field : ENCRYPTION_KEYS) {
      for (MetadataItem item : resource.metadata()) {
        var secret = item.secretKeyRef();
        if (secret != null && item.name().equalsIgnoreCase(field)) {
          String hex = metadata.fields().property(field).secret().required();
          keys.add(EncryptionKey.of(field, secret.name(), hex));
        }
      }
    }
    return keys;
  }

  Registry<StateStore> stateStores() {
    return stateStores;
  }

  Offload offload() {
    return offload;
  }

  ComponentCatalog catalog() {
    return catalog;
  }

  ComponentListener listener() {
    return listener;
  }

  /** Makes what can be called of what is written about services outside. */
  Map<String, HttpEndpoint> endpoints(List<HttpEndpointResource> resources)
      throws SidecarException, InterruptedException {
    return HttpEndpoints.of(resources, resolver, secretStores::find);
  }

  ComponentManager manager() {
    return manager;
  }

  @Override
  public void close() {
    manager.close();
    catalog.close();
    offload.close();
  }

  /** Counts what becomes of components. */
  private record Listener(RuntimeMetrics metrics) implements ComponentListener {
    @Override
    public void initialized(String type) {
      metrics.componentInitialized(type);
    }

    @Override
    public void failed(String type, String reason, String name) {
      metrics.componentFailed(type, reason, name);
    }
  }
}
