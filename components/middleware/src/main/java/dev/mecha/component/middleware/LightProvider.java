package dev.mecha.component.middleware;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.middleware.HttpMiddleware;
import java.util.List;

/** What the providers of this module have in common. */
abstract class LightProvider implements ComponentProvider<HttpMiddleware> {

  private final String type;

  LightProvider(String name) {
    this.type = "middleware.http." + name;
  }

  @Override
  public Class<HttpMiddleware> kind() {
    return HttpMiddleware.class;
  }

  @Override
  public List<String> types() {
    return List.of(type);
  }
}
