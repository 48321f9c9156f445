package dev.mecha.runtime;

import dev.mecha.kernel.middleware.MiddlewareFilter;
import dev.mecha.kernel.middleware.MiddlewarePipeline;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.resource.configuration.ConfigurationResource;
import dev.mecha.spi.middleware.HttpMiddleware;
import java.util.List;

/** The two pipelines of HTTP middleware that a configuration may have. */
final class Pipelines {

  private final MiddlewarePipeline server;
  private final MiddlewarePipeline app;

  Pipelines(ConfigurationResource configuration, Registry<HttpMiddleware> components) {
    this.server = new MiddlewarePipeline("server", configuration.httpPipeline(), components);
    this.app = new MiddlewarePipeline("app", configuration.appHttpPipeline(), components);
  }

  /** Before the HTTP API: nothing at all if nobody has put anything there. */
  List<Filter> filters() {
    return server.isEmpty() ? List.of() : List.of(new MiddlewareFilter(server));
  }

  /** Before an application that speaks HTTP. */
  MiddlewarePipeline app() {
    return app;
  }

  /** The components are loaded: says what requests pass. */
  void announce() {
    server.announce();
    app.announce();
  }
}
