package dev.mecha.transport.grpc;

import io.grpc.HandlerRegistry;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The methods of a server, which can be replaced while it runs. */
final class ServedMethods extends HandlerRegistry {

  private volatile Served served;

  private record Served(
      List<ServerServiceDefinition> services,
      Map<String, ServerMethodDefinition<?, ?>> methods,
      HandlerRegistry fallback) {

    static Served of(List<ServerServiceDefinition> services, HandlerRegistry fallback) {
      var methods = new HashMap<String, ServerMethodDefinition<?, ?>>();
      for (ServerServiceDefinition service : services) {
        service
            .getMethods()
            .forEach(
                method -> methods.put(method.getMethodDescriptor().getFullMethodName(), method));
      }
      return new Served(List.copyOf(services), Map.copyOf(methods), fallback);
    }
  }

  /**
   * @param services what is served
   * @param fallback asked for everything else
   */
  ServedMethods(List<ServerServiceDefinition> services, HandlerRegistry fallback) {
    this.served = Served.of(services, fallback);
  }

  /** Calls that come from now on find other methods. */
  void replace(List<ServerServiceDefinition> services, HandlerRegistry fallback) {
    served = Served.of(services, fallback);
  }

  @Override
  public @Nullable ServerMethodDefinition<?, ?> lookupMethod(
      String methodName, @Nullable String authority) {
    Served now = served;
    ServerMethodDefinition<?, ?> method = now.methods.get(methodName);
    return method == null ? now.fallback.lookupMethod(methodName, authority) : method;
  }

  @Override
  public List<ServerServiceDefinition> getServices() {
    return served.services;
  }
}
