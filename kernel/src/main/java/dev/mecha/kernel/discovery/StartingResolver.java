package dev.mecha.kernel.discovery;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.nameresolution.NameResolver;
import dev.mecha.spi.nameresolution.ResolveRequest;
import dev.mecha.spi.nameresolution.ServiceInstance;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A resolver that somebody is still making: callers wait until it is there. If it never comes they
 * get the peer's answer, {@value #MISSING}.
 */
public final class StartingResolver implements NameResolver {

  private static final String MISSING = "name resolver not initialized";

  /** The resolver; null if there will be none. */
  private final CompletableFuture<@Nullable NameResolver> resolver = new CompletableFuture<>();

  /**
   * Ends the wait of all callers.
   *
   * @param made the resolver, which this one closes from now on; closed at once if this one is
   */
  public void started(NameResolver made) {
    if (!resolver.complete(made)) {
      made.close();
    }
  }

  /** Ends the wait of all callers: there will be no resolver. */
  public void failed() {
    resolver.complete(null);
  }

  private NameResolver await() throws InterruptedException {
    try {
      NameResolver made = resolver.get();
      if (made == null) {
        throw new ComponentException(MISSING);
      }
      return made;
    } catch (ExecutionException e) {
      throw new IllegalStateException("it is never completed with an exception", e);
    }
  }

  /** Callers only park here; what comes must not hold them either. */
  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public void ping() throws InterruptedException {
    await().ping();
  }

  @Override
  public void register(ServiceInstance instance) throws InterruptedException {
    await().register(instance);
  }

  @Override
  public List<String> resolve(ResolveRequest request) throws InterruptedException {
    return await().resolve(request);
  }

  @Override
  public void close() {
    if (!resolver.complete(null)) {
      NameResolver made = resolver.getNow(null);
      if (made != null) {
        made.close();
      }
    }
  }
}
