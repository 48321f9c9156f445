package dev.mecha.component.middleware;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.tck.HttpMiddlewareTck;
import java.util.Map;

class RouterAliasTckTest extends HttpMiddlewareTck {

  @Override
  protected ComponentProvider<HttpMiddleware> provider() {
    return new RouterAliasMiddleware.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("routes", "{\"/a/{id}\": \"/b\"}");
  }

  @Override
  protected HttpRequest accepted() {
    return request("POST", "/a/1", "hello");
  }
}
