package dev.mecha.component.consul;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.nameresolution.NameResolver;
import dev.mecha.tck.NameResolverTck;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The suite against a server that speaks the API of the agent. */
class ConsulTckTest extends NameResolverTck {

  private FakeAgent agent;

  @BeforeEach
  void startAgent() throws IOException {
    agent = new FakeAgent();
  }

  @AfterEach
  void stopAgent() {
    agent.close();
  }

  @Override
  protected ComponentProvider<NameResolver> provider() {
    return new ConsulNameResolver.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of(
        "client",
        "{\"address\":\"" + agent.address() + "\"}",
        "selfRegister",
        "true",
        "selfDeregister",
        "true");
  }
}
