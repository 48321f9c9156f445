package dev.mecha.component.middleware;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.tck.HttpMiddlewareTck;
import java.util.Map;

class RouterCheckerTckTest extends HttpMiddlewareTck {

  @Override
  protected ComponentProvider<HttpMiddleware> provider() {
    return new RouterCheckerMiddleware.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("rule", "^/[a-z]+$");
  }

  @Override
  protected HttpRequest accepted() {
    return request("POST", "/any", "hello");
  }

  @Override
  protected HttpRequest refused() {
    return request("GET", "/NOT", "");
  }
}
