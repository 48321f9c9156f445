package dev.mecha.block.invoke;

import dev.mecha.kernel.AppIdentity;
import dev.mecha.kernel.channel.HttpEndpoint;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells what a target's name stands for. */
final class Targets {

  private final AppIdentity self;
  private final Function<String, @Nullable HttpEndpoint> endpoints;

  Targets(AppIdentity self, Function<String, @Nullable HttpEndpoint> endpoints) {
    this.self = self;
    this.endpoints = endpoints;
  }

  /**
   * @throws IllegalArgumentException if it can stand for nothing
   */
  Target of(String name) {
    if (name.startsWith("http://") || name.startsWith("https://")) {
      return new Target.Outside(name, HttpEndpoint.of(name));
    }
    HttpEndpoint endpoint = endpoints.apply(name);
    if (endpoint != null) {
      return new Target.Outside(name, endpoint);
    }
    if (name.isEmpty()) {
      throw new IllegalArgumentException("app id is empty");
    }
    String[] parts = name.split("\\.", -1);
    return switch (parts.length) {
      case 1 -> app(name, self.namespace());
      case 2 -> app(parts[0], parts[1]);
      default -> throw new IllegalArgumentException("invalid app id " + name);
    };
  }

  private Target app(String appId, String namespace) {
    return appId.equals(self.appId()) && namespace.equals(self.namespace())
        ? new Target.Self(appId)
        : new Target.App(appId, namespace);
  }
}
