package dev.mecha.pluggable.server;

import io.grpc.HandlerRegistry;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A service that is there and not listed: whether it is of use each component says itself, and who
 * finds it on the list takes it for granted.
 */
final class Unlisted extends HandlerRegistry {

  private final ServerServiceDefinition service;

  Unlisted(ServerServiceDefinition service) {
    this.service = service;
  }

  @Override
  public @Nullable ServerMethodDefinition<?, ?> lookupMethod(
      String name, @Nullable String authority) {
    return service.getMethod(name);
  }
}
