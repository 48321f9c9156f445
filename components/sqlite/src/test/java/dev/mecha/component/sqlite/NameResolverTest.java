package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.nameresolution.NameResolver;
import dev.mecha.tck.NameResolverTck;
import java.util.Map;

/** The suite against a file at the default place. */
class NameResolverTest extends NameResolverTck {

  @Override
  protected ComponentProvider<NameResolver> provider() {
    return new SqliteNameResolver.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("busyTimeout", "30s");
  }
}
