package dev.mecha.kernel.middleware;

import dev.mecha.kernel.registry.ComponentCatalog;
import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.resource.configuration.Pipeline.Handler;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.Verdict;

/** Middleware under the type and version by which pipelines name it. */
public final class PlacedMiddleware implements HttpMiddleware {

  private final HttpMiddleware middleware;
  private final String type;
  private final String version;

  private PlacedMiddleware(HttpMiddleware middleware, String type, String version) {
    this.middleware = middleware;
    this.type = type;
    this.version = version;
  }

  /**
   * Puts around middleware what every middleware has around it.
   *
   * @param middleware the component
   * @param type {@code spec.type}
   * @param version {@code spec.version}
   * @param offload calls it, if it may hold a thread that serves the network
   * @return the component as pipelines use it
   */
  public static HttpMiddleware of(
      HttpMiddleware middleware, String type, String version, Offload offload) {
    HttpMiddleware gentle =
        middleware.neverHoldsCarrier() ? middleware : new OffloadedMiddleware(middleware, offload);
    return new PlacedMiddleware(gentle, type, version);
  }

  /** Tells whether a component is what a handler of a pipeline names. */
  static boolean fits(HttpMiddleware component, Handler handler) {
    return component instanceof PlacedMiddleware placed
        && placed.type.equalsIgnoreCase(handler.type())
        && ComponentCatalog.normalizeVersion(placed.version)
            .equals(ComponentCatalog.normalizeVersion(handler.version()));
  }

  @Override
  public Verdict handle(HttpRequest request) throws InterruptedException {
    return middleware.handle(request);
  }

  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public void ping() throws InterruptedException {
    middleware.ping();
  }

  @Override
  public void close() {
    middleware.close();
  }
}
