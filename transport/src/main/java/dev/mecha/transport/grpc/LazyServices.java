package dev.mecha.transport.grpc;

import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The services that few clients ask for: reflection and health. Their classes are loaded when the
 * first one does.
 */
final class LazyServices extends HandlerRegistry {

  private static final Map<String, Supplier<ServerServiceDefinition>> MAKERS = makers();

  private final Map<String, ServerServiceDefinition> made = new ConcurrentHashMap<>();
  private final HandlerRegistry next;

  /**
   * Stands in front of another registry.
   *
   * @param next asked for everything else
   */
  LazyServices(HandlerRegistry next) {
    this.next = next;
  }

  @SuppressWarnings("deprecation") // the old reflection service is what older tools speak
  private static Map<String, Supplier<ServerServiceDefinition>> makers() {
    var makers = new LinkedHashMap<String, Supplier<ServerServiceDefinition>>();
    makers.put(
        "grpc.reflection.v1.ServerReflection",
        () -> ProtoReflectionServiceV1.newInstance().bindService());
    makers.put(
        "grpc.reflection.v1alpha.ServerReflection",
        () -> ProtoReflectionService.newInstance().bindService());
    makers.put(
        "grpc.health.v1.Health", () -> new HealthStatusManager().getHealthService().bindService());
    return Map.copyOf(makers);
  }

  @Override
  public @Nullable ServerMethodDefinition<?, ?> lookupMethod(
      String methodName, @Nullable String authority) {
    String service = MethodDescriptor.extractFullServiceName(methodName);
    Supplier<ServerServiceDefinition> maker = service == null ? null : MAKERS.get(service);
    if (service == null || maker == null) {
      return next.lookupMethod(methodName, authority);
    }
    return made.computeIfAbsent(service, name -> maker.get()).getMethod(methodName);
  }

  /** Called by reflection, which is loaded then: all of them are listed. */
  @Override
  public List<ServerServiceDefinition> getServices() {
    MAKERS.forEach((name, maker) -> made.computeIfAbsent(name, n -> maker.get()));
    var services = new ArrayList<>(next.getServices());
    services.addAll(made.values());
    return List.copyOf(services);
  }
}
