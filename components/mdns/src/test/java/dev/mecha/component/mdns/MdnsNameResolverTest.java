package dev.mecha.component.mdns;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.nameresolution.NameResolver;
import dev.mecha.spi.nameresolution.ResolveRequest;
import dev.mecha.spi.nameresolution.ServiceInstance;
import dev.mecha.spi.nameresolution.ServiceNotFoundException;
import dev.mecha.tck.NameResolverTck;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The suite over the network of this machine. */
class MdnsNameResolverTest extends NameResolverTck {

  @Override
  protected ComponentProvider<NameResolver> provider() {
    return new MdnsNameResolver.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of();
  }

  @Test
  void notFoundIsSaidInThePeersWords() throws Exception {
    NameResolver resolver = open();
    for (String name : new String[] {"nobody", "x".repeat(64), "x".repeat(9000)}) {
      assertThatExceptionOfType(ServiceNotFoundException.class)
          .isThrownBy(() -> resolver.resolve(new ResolveRequest(name, "", 50002)))
          .withMessage("couldn't find service: " + name);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 10.0.0.7, 50002, name is missing",
    "app, '', 50002, address is missing",
    "app, 10.0.0.7, 0, port is missing or invalid"
  })
  void incompleteInstanceIsRefusedInThePeersWords(String app, String host, int port, String message)
      throws Exception {
    NameResolver resolver = open();
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> resolver.register(new ServiceInstance(app, "", host, 0, 0, port)))
        .withMessage(message);
  }
}
