package dev.mecha.pluggable.client;

import dev.mecha.protocol.components.v1.InputBindingGrpc;
import dev.mecha.protocol.components.v1.OutputBindingGrpc;
import dev.mecha.protocol.components.v1.PubSubGrpc;
import dev.mecha.protocol.components.v1.QueriableStateStoreGrpc;
import dev.mecha.protocol.components.v1.SecretStoreGrpc;
import dev.mecha.protocol.components.v1.StateStoreGrpc;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.secret.SecretStore;
import dev.mecha.spi.state.StateStore;
import io.grpc.ManagedChannel;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The kinds of component that can live in another process. */
enum PluggableKind {
  STATE("state", StateStoreGrpc.SERVICE_NAME) {
    @Override
    ComponentProvider<?> make(
        String type, Set<String> services, Function<String, ManagedChannel> channels) {
      boolean queries = services.contains(QueriableStateStoreGrpc.SERVICE_NAME);
      return new PluggableProvider<>(
          StateStore.class,
          type,
          channels,
          (channel, context) -> PluggableStateStore.connect(channel, context, queries));
    }
  },
  PUBSUB("pubsub", PubSubGrpc.SERVICE_NAME) {
    @Override
    ComponentProvider<?> make(
        String type, Set<String> services, Function<String, ManagedChannel> channels) {
      return new PluggableProvider<>(PubSub.class, type, channels, PluggablePubSub::connect);
    }
  },
  BINDING("bindings", InputBindingGrpc.SERVICE_NAME, OutputBindingGrpc.SERVICE_NAME) {
    @Override
    ComponentProvider<?> make(
        String type, Set<String> services, Function<String, ManagedChannel> channels) {
      boolean input = services.contains(InputBindingGrpc.SERVICE_NAME);
      boolean output = services.contains(OutputBindingGrpc.SERVICE_NAME);
      return new PluggableProvider<>(
          Binding.class,
          type,
          channels,
          (channel, context) -> PluggableBinding.connect(channel, context, input, output));
    }
  },
  SECRET("secretstores", SecretStoreGrpc.SERVICE_NAME) {
    @Override
    ComponentProvider<?> make(
        String type, Set<String> services, Function<String, ManagedChannel> channels) {
      return new PluggableProvider<>(
          SecretStore.class, type, channels, PluggableSecretStore::connect);
    }
  };

  private final String category;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> services;

  PluggableKind(String category, String... services) {
    this.category = category;
    this.services = List.of(services);
  }

  abstract ComponentProvider<?> make(
      String type, Set<String> services, Function<String, ManagedChannel> channels);

  /**
   * @param category what a component's type starts with
   * @return the kind, or null if components of this category cannot live elsewhere
   */
  static @Nullable PluggableKind of(String category) {
    for (PluggableKind kind : values()) {
      if (kind.category.equals(category)) {
        return kind;
      }
    }
    return null;
  }

  /**
   * @param offered the services that a process has
   * @return those of them that make a component of this kind
   */
  List<String> present(Set<String> offered) {
    return services.stream().filter(offered::contains).toList();
  }

  /**
   * @param type of the component
   * @param offered the services that the process has
   * @param channels makes the way to a component of that process by its name
   * @return what makes the component, or null if the process has none of this kind
   */
  @Nullable ComponentProvider<?> provider(
      String type, Set<String> offered, Function<String, ManagedChannel> channels) {
    return present(offered).isEmpty() ? null : make(type, offered, channels);
  }
}
