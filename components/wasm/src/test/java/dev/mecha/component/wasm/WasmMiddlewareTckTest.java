package dev.mecha.component.wasm;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.tck.HttpMiddlewareTck;
import java.io.IOException;
import java.util.Map;

class WasmMiddlewareTckTest extends HttpMiddlewareTck {

  @Override
  protected ComponentProvider<HttpMiddleware> provider() {
    return new WasmMiddleware.Provider();
  }

  @Override
  protected Map<String, String> metadata() throws IOException {
    return Map.of("url", Modules.guest(folder), "guestConfig", "seen");
  }

  @Override
  protected HttpRequest accepted() {
    return request("POST", "/body", "hello");
  }

  @Override
  protected HttpRequest refused() {
    return request("GET", "/deny", "");
  }
}
