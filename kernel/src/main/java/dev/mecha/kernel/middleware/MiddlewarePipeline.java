package dev.mecha.kernel.middleware;

import dev.mecha.kernel.registry.Lease;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.resource.configuration.Pipeline;
import dev.mecha.kernel.resource.configuration.Pipeline.Handler;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A list of middleware that requests pass in its order. Which component stands behind a name is
 * looked up for each request, so that a reload takes effect with the next one; a handler whose
 * component is not there, or is of another type or version, is skipped.
 */
public final class MiddlewarePipeline {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.middleware.http");

  private final String name;
  private final List<Handler> handlers;
  private final Registry<HttpMiddleware> loaded;

  /**
   * @param name for the log: {@code server} or {@code app}
   * @param written what the configuration says
   * @param loaded the components
   */
  public MiddlewarePipeline(String name, Pipeline written, Registry<HttpMiddleware> loaded) {
    this.name = name;
    this.handlers = List.copyOf(written.handlers());
    this.loaded = loaded;
  }

  /**
   * @return whether there is nothing to pass, now and later
   */
  public boolean isEmpty() {
    return handlers.isEmpty();
  }

  /** Says once, when the components are loaded, what requests pass, and what is missing. */
  public void announce() {
    if (isEmpty()) {
      return;
    }
    LOG.info("Building pipeline {}", name);
    for (Handler handler : handlers) {
      HttpMiddleware middleware = loaded.find(handler.name());
      if (middleware == null || !PlacedMiddleware.fits(middleware, handler)) {
        LOG.warn(
            "Pipeline {}: {} is skipped (expected: a component of this name, of type {} in version"
                + " {})",
            name,
            handler.name(),
            handler.type(),
            handler.version().isEmpty() ? "v1" : handler.version());
      }
    }
  }

  /**
   * Takes a request through, until it has passed all or one has answered it.
   *
   * @param request belongs to the pipeline from now on
   * @return how far it has come; to be closed when the request is over
   * @throws InterruptedException if the caller is gone
   */
  Passage enter(HttpRequest request) throws InterruptedException {
    var passage = new Passage(request);
    boolean entered = false;
    try {
      for (Handler handler : handlers) {
        Lease<HttpMiddleware> lease = lease(handler);
        if (lease != null) {
          passage.hold(lease);
          if (passage.follow(lease.component().handle(passage.request())) != null) {
            break;
          }
        }
      }
      entered = true;
      return passage;
    } finally {
      if (!entered) {
        passage.close();
      }
    }
  }

  private @Nullable Lease<HttpMiddleware> lease(Handler handler) {
    Lease<HttpMiddleware> lease = loaded.lease(handler.name());
    if (lease != null && !PlacedMiddleware.fits(lease.component(), handler)) {
      lease.close();
      return null;
    }
    return lease;
  }
}
