package dev.mecha.component.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.nameresolution.NameResolver;
import dev.mecha.spi.nameresolution.ResolveRequest;
import dev.mecha.tck.ComponentContexts;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class FormatNameResolverTest {

  private static NameResolver resolver(Map<String, String> metadata) {
    return new FormatNameResolver(
        ComponentContexts.of("nameresolution.nameformat", Path.of("home"))
            .metadata(metadata)
            .context());
  }

  private static ResolveRequest request(String appId) {
    return new ResolveRequest(appId, "prod", 50002);
  }

  @Test
  void providersAreServices() {
    assertThat(
            ServiceLoader.load(ComponentProvider.class).stream()
                .map(ServiceLoader.Provider::type)
                .anyMatch(FormatNameResolver.Provider.class::equals))
        .isTrue();
    assertThat(
            ServiceLoader.load(ComponentProvider.class).stream()
                .map(ServiceLoader.Provider::type)
                .anyMatch(KubernetesNameResolver.Provider.class::equals))
        .isTrue();
    assertThat(new FormatNameResolver.Provider().types())
        .containsExactly("nameresolution.nameformat");
    assertThat(new KubernetesNameResolver.Provider().types())
        .containsExactly("nameresolution.kubernetes");
  }

  @Test
  void nameTakesItsPlaceInTheFormat() throws InterruptedException {
    assertThat(resolver(Map.of("format", "{appid}.{appid}.local:7000")).resolve(request("a")))
        .containsExactly("a.a.local:7000");
    assertThat(resolver(Map.of("format", "service-{appid}.local")).resolve(request("a")))
        .containsExactly("service-a.local:50002");
  }

  @Test
  void mistakesAreToldInThePeersWords() {
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> resolver(Map.of()))
        .withMessage("format is required in metadata");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> resolver(Map.of("format", "x")))
        .withMessage("format must contain {appid} placeholder");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> resolver(Map.of("format", "{appid}")).resolve(request("")))
        .withMessage("empty ID not allowed");
  }

  @Test
  void closedResolverRefuses() {
    NameResolver resolver = resolver(Map.of("format", "{appid}"));
    resolver.close();
    resolver.close();
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> resolver.resolve(request("a")));
  }
}
