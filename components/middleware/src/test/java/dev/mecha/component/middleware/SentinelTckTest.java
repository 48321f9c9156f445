package dev.mecha.component.middleware;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.tck.HttpMiddlewareTck;
import java.util.Map;

class SentinelTckTest extends HttpMiddlewareTck {

  @Override
  protected ComponentProvider<HttpMiddleware> provider() {
    return new SentinelMiddleware.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of(
        "isolationRules", "[{\"resource\": \"POST:/any\", \"threshold\": 50}]",
        "flowRules", "[{\"resource\": \"POST:/none\", \"threshold\": 0}]");
  }

  @Override
  protected HttpRequest accepted() {
    return request("POST", "/any", "hello");
  }

  @Override
  protected HttpRequest refused() {
    return request("POST", "/none", "");
  }
}
