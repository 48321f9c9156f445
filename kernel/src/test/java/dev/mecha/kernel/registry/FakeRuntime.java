package dev.mecha.kernel.registry;

import dev.mecha.kernel.AppIdentity;
import dev.mecha.kernel.resource.ComponentResource;
import dev.mecha.kernel.resource.MetadataItem;
import dev.mecha.kernel.resource.MetadataResolver;
import dev.mecha.kernel.resource.Origin;
import dev.mecha.kernel.resource.SecretKeyRef;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.secret.SecretStore;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The part of the runtime around components, with fake engines. */
final class FakeRuntime {

  final List<ComponentProvider<?>> providers = new CopyOnWriteArrayList<>();
  final List<String> events = new CopyOnWriteArrayList<>();
  final List<FakeStateStore> made = new CopyOnWriteArrayList<>();
  final Map<String, String> secrets = new ConcurrentHashMap<>();
  final List<Decorator<StateStore>> decorators = new ArrayList<>();
  final Registry<StateStore> stateStores = new Registry<>(Duration.ofSeconds(30));
  final Registry<SecretStore> secretStores = new Registry<>(Duration.ofSeconds(30));
  private List<String> deny = List.of();

  FakeRuntime() {
    providers.add(FakeProvider.of(StateStore.class, "state.fake", this::make));
    providers.add(
        FakeProvider.of(
            SecretStore.class,
            "secretstores.fake",
            context -> new FakeSecretStore(context, secrets)));
  }

  FakeStateStore make(ComponentContext context) {
    var store = new FakeStateStore(context);
    made.add(store);
    return store;
  }

  FakeRuntime denying(String... types) {
    deny = List.of(types);
    return this;
  }

  ComponentManager manager() {
    var resolver =
        new MetadataResolver(new AppIdentity("app", ""), "", "", name -> null, UUID::randomUUID);
    var catalog = new ComponentCatalog(List.of(type -> serving(type)));
    return new ComponentManager(
        List.of(
            new ManagedKind<>(ComponentKinds.STATE, stateStores, decorators),
            new ManagedKind<>(ComponentKinds.SECRET, secretStores, List.of())),
        secretStores,
        resolver,
        new ComponentInitializer(
            catalog,
            resolver,
            secretStores,
            new AppIdentity("app", ""),
            Path.of("home"),
            Time.system()),
        new ComponentDenyList(deny),
        new Events());
  }

  private List<ComponentProvider<?>> serving(String type) {
    return providers.stream().filter(provider -> provider.types().contains(type)).toList();
  }

  FakeStateStore state(String name) {
    return (FakeStateStore) Objects.requireNonNull(stateStores.find(name), name);
  }

  FakeSecretStore secretStore(String name) {
    return (FakeSecretStore) Objects.requireNonNull(secretStores.find(name), name);
  }

  private final class Events implements ComponentListener {
    @Override
    public void initialized(String type) {
      events.add("initialized " + type);
    }

    @Override
    public void failed(String type, String reason, String name) {
      events.add("failed " + type + " " + reason + " " + name);
    }
  }

  static ComponentResource component(String name, String type) {
    return ComponentResource.of(name, type, "v1", List.of());
  }

  /** A component with a field {@code password} that is the secret {@code s} of a store. */
  static ComponentResource withSecret(String name, String type, String store) {
    return new ComponentResource(
        name,
        "",
        type,
        "v1",
        Duration.ofSeconds(5),
        false,
        List.of(new MetadataItem("password", null, new SecretKeyRef("s", "key"), "")),
        store,
        List.of(),
        Origin.NONE);
  }

  static ComponentResource ignoringErrors(ComponentResource resource) {
    return new ComponentResource(
        resource.name(),
        resource.namespace(),
        resource.type(),
        resource.version(),
        resource.initTimeout(),
        true,
        resource.metadata(),
        resource.secretStore(),
        resource.scopes(),
        resource.origin());
  }

  static ComponentResource within(Duration timeout, ComponentResource resource) {
    return new ComponentResource(
        resource.name(),
        resource.namespace(),
        resource.type(),
        resource.version(),
        timeout,
        resource.ignoreErrors(),
        resource.metadata(),
        resource.secretStore(),
        resource.scopes(),
        resource.origin());
  }
}
