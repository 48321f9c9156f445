package dev.mecha.component.wasm;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.tck.HttpMiddlewareTck;
import java.io.IOException;
import java.util.Map;

class OpaMiddlewareTckTest extends HttpMiddlewareTck {

  @Override
  protected ComponentProvider<HttpMiddleware> provider() {
    return new OpaMiddleware.Provider();
  }

  @Override
  protected Map<String, String> metadata() throws IOException {
    return Map.of("url", Modules.policy(folder));
  }

  @Override
  protected HttpRequest accepted() {
    return request("POST", "/any", "hello");
  }

  @Override
  protected HttpRequest refused() {
    return request("GET", "/~", "");
  }
}
