package dev.mecha.kernel.registry;

import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.configuration.ConfigurationStore;
import dev.mecha.spi.conversation.Conversation;
import dev.mecha.spi.crypto.CryptoProvider;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.nameresolution.NameResolver;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PubSubFeature;
import dev.mecha.spi.secret.SecretFeature;
import dev.mecha.spi.secret.SecretStore;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateStore;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The kinds of component that the runtime can serve: the one place to add another. */
public final class ComponentKinds {

  /** State stores. */
  public static final ComponentKind<StateStore> STATE =
      new ComponentKind<>(
          "state", "state store", StateStore.class, store -> stateCapabilities(store.features()));

  /** Secret stores. */
  public static final ComponentKind<SecretStore> SECRET =
      new ComponentKind<>(
          "secretstores",
          "secret store",
          SecretStore.class,
          store -> secretCapabilities(store.features()));

  /** Message brokers. */
  public static final ComponentKind<PubSub> PUBSUB =
      new ComponentKind<>(
          "pubsub", "pubsub", PubSub.class, broker -> pubSubCapabilities(broker.features()));

  /** Bindings, for input, output or both. */
  public static final ComponentKind<Binding> BINDING =
      new ComponentKind<>("bindings", "binding", Binding.class, ComponentKinds::directions);

  /** Keepers of keys. */
  public static final ComponentKind<CryptoProvider> CRYPTO =
      new ComponentKind<>("crypto", "crypto provider", CryptoProvider.class, provider -> List.of());

  /** Language models. */
  public static final ComponentKind<Conversation> CONVERSATION =
      new ComponentKind<>("conversation", "conversation", Conversation.class, model -> List.of());

  /** Lock stores. */
  public static final ComponentKind<LockStore> LOCK =
      new ComponentKind<>("lock", "lock store", LockStore.class, store -> List.of());

  /** Configuration stores. */
  public static final ComponentKind<ConfigurationStore> CONFIGURATION =
      new ComponentKind<>(
          "configuration", "configuration store", ConfigurationStore.class, store -> List.of());

  /** Name resolvers. The configuration names the one that is used; a resource does not. */
  public static final ComponentKind<NameResolver> NAME_RESOLUTION =
      new ComponentKind<>(
          "nameresolution", "name resolver", NameResolver.class, resolver -> List.of());

  /** HTTP middleware. The configuration says in which order requests pass it. */
  public static final ComponentKind<HttpMiddleware> MIDDLEWARE =
      new ComponentKind<>(
          "middleware", "HTTP middleware", HttpMiddleware.class, middleware -> List.of());

  /** What {@code spec.type} may start with; anything else is a mistake. */
  static final Set<String> CATEGORIES =
      Set.of(
          "state",
          "secretstores",
          "bindings",
          "pubsub",
          "configuration",
          "crypto",
          "lock",
          "middleware",
          "conversation");

  private ComponentKinds() {}

  /** A store that can do what actors need says so. */
  private static List<String> stateCapabilities(Set<StateFeature> features) {
    var labels = new ArrayList<String>();
    for (StateFeature feature : StateFeature.values()) {
      if (features.contains(feature) && !feature.label().isEmpty()) {
        labels.add(feature.label());
      }
    }
    if (features.containsAll(EnumSet.of(StateFeature.ETAG, StateFeature.TRANSACTIONAL))) {
      labels.add("ACTOR");
    }
    return List.copyOf(labels);
  }

  private static List<String> pubSubCapabilities(Set<PubSubFeature> features) {
    return features.stream()
        .sorted()
        .map(PubSubFeature::label)
        .filter(label -> !label.isEmpty())
        .toList();
  }

  private static List<String> directions(Binding binding) {
    var labels = new ArrayList<String>();
    if (binding.input() != null) {
      labels.add("INPUT_BINDING");
    }
    if (binding.output() != null) {
      labels.add("OUTPUT_BINDING");
    }
    return List.copyOf(labels);
  }

  private static List<String> secretCapabilities(Set<SecretFeature> features) {
    return features.stream().sorted().map(SecretFeature::label).toList();
  }
}
