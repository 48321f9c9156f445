package dev.mecha.runtime;

import dev.mecha.block.binding.BoundBinding;
import dev.mecha.block.configuration.store.ConfigurationStoreStack;
import dev.mecha.block.conversation.model.ConversationStack;
import dev.mecha.block.crypto.provider.CryptoProviderStack;
import dev.mecha.block.lock.store.LockPrefix;
import dev.mecha.block.lock.store.LockStoreStack;
import dev.mecha.block.pubsub.broker.PubSubStack;
import dev.mecha.block.pubsub.broker.TopicScopes;
import dev.mecha.block.secret.store.SecretStoreStack;
import dev.mecha.block.state.store.EncryptionKey;
import dev.mecha.block.state.store.KeyPrefix;
import dev.mecha.block.state.store.StateStoreStack;
import dev.mecha.kernel.AppIdentity;
import dev.mecha.kernel.middleware.PlacedMiddleware;
import dev.mecha.kernel.observe.RuntimeMetrics;
import dev.mecha.kernel.registry.ComponentDenyList;
import dev.mecha.kernel.registry.ComponentInitializer;
import dev.mecha.kernel.registry.ComponentKind;
import dev.mecha.kernel.registry.ComponentKinds;
import dev.mecha.kernel.registry.ComponentListener;
import dev.mecha.kernel.registry.ComponentManager;
import dev.mecha.kernel.registry.Decorator;
import dev.mecha.kernel.registry.ManagedKind;
import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.resilience.ComponentType;
import dev.mecha.kernel.resilience.Direction;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.Guards;
import dev.mecha.kernel.resource.ComponentResource;
import dev.mecha.kernel.resource.MetadataItem;
import dev.mecha.kernel.resource.MetadataResolver;
import dev.mecha.kernel.resource.ResolvedMetadata;
import dev.mecha.kernel.resource.configuration.ConfigurationResource;
import dev.mecha.kernel.surround.Surroundings;
import dev.mecha.runtime.options.SidecarOptions;
import dev.mecha.spi.Component;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.configuration.ConfigurationStore;
import dev.mecha.spi.conversation.Conversation;
import dev.mecha.spi.crypto.CryptoProvider;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.secret.SecretStore;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  private final Offload offload;
  private final Outboxes outboxes;
  private final Registry<StateStore> stateStores = new Registry<>(PATIENCE);
  private final Registry<Binding> bindings = new Registry<>(PATIENCE);
  private final Registry<SecretStore> secretStores = new Registry<>(PATIENCE);
  private final Registry<CryptoProvider> cryptoProviders = new Registry<>(PATIENCE);
  private final Registry<Conversation> conversations = new Registry<>(PATIENCE);
  private final Registry<HttpMiddleware> middleware = new Registry<>(PATIENCE);
  private final Registry<LockStore> lockStores = new Registry<>(PATIENCE);
  private final Registry<ConfigurationStore> configurationStores = new Registry<>(PATIENCE);
  private final Registry<PubSub> brokers = new Registry<>(PATIENCE);
  private final ComponentManager manager;
  private final HttpEndpoints endpoints;
  private final ComponentListener listener;
  private final Guards guards;
  private final Surroundings surroundings;

  Components(
      SidecarOptions options,
      AppIdentity identity,
      ConfigurationResource configuration,
      Observability observability,
      Guards guards,
      House house,
      Surroundings surroundings,
      Time clock) {
    this.identity = identity;
    this.observability = observability;
    this.guards = guards;
    this.surroundings = surroundings;
    this.offload = house.offload();
    this.outboxes = new Outboxes(identity, brokers, clock);
    var resolver =
        new MetadataResolver(
            identity,
            options.environment().getOrDefault("POD_NAME", ""),
            "",
            options.environment()::get,
            UUID::randomUUID);
    this.endpoints = new HttpEndpoints(resolver, secretStores::find);
    this.listener = new Listener(observability.runtime());
    this.manager =
        new ComponentManager(
            List.of(
                managed(ComponentKinds.SECRET, secretStores, this::surroundedSecretStore),
                managed(ComponentKinds.STATE, stateStores, this::surrounded),
                managed(ComponentKinds.PUBSUB, brokers, this::surroundedBroker),
                managed(ComponentKinds.CRYPTO, cryptoProviders, this::surroundedCrypto),
                managed(ComponentKinds.CONVERSATION, conversations, this::surroundedModel),
                managed(ComponentKinds.MIDDLEWARE, middleware, this::placed),
                managed(ComponentKinds.LOCK, lockStores, this::surroundedLocks),
                managed(
                    ComponentKinds.CONFIGURATION,
                    configurationStores,
                    this::surroundedConfiguration),
                managed(ComponentKinds.BINDING, bindings, this::bound)),
            secretStores,
            resolver,
            new ComponentInitializer(
                house.catalog(), resolver, secretStores, identity, options.home(), clock),
            new ComponentDenyList(configuration.deniedComponents()),
            listener);
  }

  private Guard outbound(ComponentResource resource, ComponentType type) {
    return guards.component(resource.name(), type, Direction.OUTBOUND);
  }

  /** From the inside out. */
  private <C extends Component> ManagedKind<C> managed(
      ComponentKind<C> kind, Registry<C> registry, Decorator<C> own) {
    return new ManagedKind<>(
        kind,
        registry,
        List.of(
            (component, resource, _) -> surroundings.inside(kind, component, resource.name()),
            own,
            (component, resource, _) -> surroundings.outside(kind, component, resource.name())));
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
        offload,
        outbound(resource, ComponentType.STATE_STORE),
        outboxes.hook(resource.name(), fields));
  }

  private SecretStore surroundedSecretStore(
      SecretStore store, ComponentResource resource, ResolvedMetadata metadata) {
    return SecretStoreStack.build(store, offload, outbound(resource, ComponentType.SECRET_STORE));
  }

  private CryptoProvider surroundedCrypto(
      CryptoProvider provider, ComponentResource resource, ResolvedMetadata metadata) {
    return CryptoProviderStack.build(provider, offload, outbound(resource, ComponentType.CRYPTO));
  }

  private Conversation surroundedModel(
      Conversation model, ComponentResource resource, ResolvedMetadata metadata) {
    return ConversationStack.build(model, offload, outbound(resource, ComponentType.CONVERSATION));
  }

  private LockStore surroundedLocks(
      LockStore store, ComponentResource resource, ResolvedMetadata metadata) {
    return LockStoreStack.build(
        store,
        LockPrefix.of(
            metadata.fields().property("keyPrefix").text(""), resource.name(), identity.appId()),
        offload,
        outbound(resource, ComponentType.LOCK));
  }

  private ConfigurationStore surroundedConfiguration(
      ConfigurationStore store, ComponentResource resource, ResolvedMetadata metadata) {
    return ConfigurationStoreStack.build(
        store, offload, outbound(resource, ComponentType.CONFIGURATION));
  }

  private PubSub surroundedBroker(
      PubSub broker, ComponentResource resource, ResolvedMetadata metadata) {
    boolean namespaced =
        resource.metadata().stream()
            .anyMatch(item -> String.valueOf(item.value()).contains("{namespace}"));
    return PubSubStack.build(
        broker,
        namespaced ? identity.namespace() : "",
        TopicScopes.of(metadata.fields(), identity.appId()),
        identity.appId(),
        offload,
        outbound(resource, ComponentType.PUBSUB));
  }

  private HttpMiddleware placed(
      HttpMiddleware component, ComponentResource resource, ResolvedMetadata metadata) {
    return PlacedMiddleware.of(component, resource.type(), resource.version(), offload);
  }

  private Binding bound(Binding component, ComponentResource resource, ResolvedMetadata metadata) {
    return new BoundBinding(resource.name(), component, metadata.fields(), guards, offload);
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

  /** State stores whose transactions are published. */
  Outboxes outboxes() {
    return outboxes;
  }

  Registry<PubSub> brokers() {
    return brokers;
  }

  Registry<StateStore> stateStores() {
    return stateStores;
  }

  Registry<SecretStore> secretStores() {
    return secretStores;
  }

  Registry<CryptoProvider> cryptoProviders() {
    return cryptoProviders;
  }

  Registry<Conversation> conversations() {
    return conversations;
  }

  Registry<LockStore> lockStores() {
    return lockStores;
  }

  Registry<ConfigurationStore> configurationStores() {
    return configurationStores;
  }

  Registry<HttpMiddleware> middleware() {
    return middleware;
  }

  Registry<Binding> bindings() {
    return bindings;
  }

  ComponentListener listener() {
    return listener;
  }

  /** The services outside that are called by name; none before they are loaded. */
  HttpEndpoints endpoints() {
    return endpoints;
  }

  ComponentManager manager() {
    return manager;
  }

  @Override
  public void close() {
    manager.close();
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
