package dev.mecha.kernel.discovery;

import dev.mecha.kernel.registry.Offload;
import dev.mecha.spi.nameresolution.NameResolver;
import dev.mecha.spi.nameresolution.ResolveRequest;
import dev.mecha.spi.nameresolution.ServiceInstance;
import java.util.List;

/** Calls a resolver that may hold its thread from threads that nobody else needs. */
public final class OffloadedResolver implements NameResolver {

  private final NameResolver resolver;
  private final Offload offload;

  private OffloadedResolver(NameResolver resolver, Offload offload) {
    this.resolver = resolver;
    this.offload = offload;
  }

  /**
   * @param resolver any
   * @param offload where calls run that may hold their thread
   * @return the resolver itself if it never holds its carrier
   */
  public static NameResolver around(NameResolver resolver, Offload offload) {
    return resolver.neverHoldsCarrier() ? resolver : new OffloadedResolver(resolver, offload);
  }

  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public void ping() throws InterruptedException {
    offload.call(
        () -> {
          resolver.ping();
          return true;
        });
  }

  @Override
  public void register(ServiceInstance instance) throws InterruptedException {
    offload.call(
        () -> {
          resolver.register(instance);
          return true;
        });
  }

  @Override
  public List<String> resolve(ResolveRequest request) throws InterruptedException {
    return offload.call(() -> resolver.resolve(request));
  }

  @Override
  public void close() {
    resolver.close();
  }
}
