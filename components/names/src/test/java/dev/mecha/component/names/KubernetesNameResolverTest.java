package dev.mecha.component.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.nameresolution.NameResolver;
import dev.mecha.spi.nameresolution.ResolveRequest;
import dev.mecha.spi.nameresolution.ServiceNotFoundException;
import dev.mecha.tck.ComponentContexts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KubernetesNameResolverTest {

  private static final ResolveRequest ORDERS = new ResolveRequest("orders", "prod", 50002);

  private final List<String> asked = new ArrayList<>();

  private NameResolver resolver(Map<String, String> metadata) {
    return new KubernetesNameResolver(
        ComponentContexts.of("nameresolution.kubernetes", Path.of("home"))
            .metadata(metadata)
            .context(),
        this::find);
  }

  private InetAddress[] find(String host) throws UnknownHostException {
    asked.add(host);
    if (host.startsWith("nosuch")) {
      throw new UnknownHostException(host);
    }
    return new InetAddress[] {
      InetAddress.getByAddress(host, new byte[] {10, 0, 0, 1}),
      InetAddress.getByAddress(host, new byte[] {10, 0, 0, 2})
    };
  }

  @Test
  void allAddressesOfTheServiceAreFound() throws InterruptedException {
    assertThat(resolver(Map.of()).resolve(ORDERS))
        .containsExactly("10.0.0.1:50002", "10.0.0.2:50002");
    assertThat(asked).containsExactly("orders-dapr.prod.svc.cluster.local");
  }

  @Test
  void domainOfTheClusterCanBeSet() throws InterruptedException {
    resolver(Map.of("clusterDomain", "example.org")).resolve(ORDERS);
    assertThat(asked).containsExactly("orders-dapr.prod.svc.example.org");
  }

  @Test
  void templateReplacesTheUsualForm() throws InterruptedException {
    var template = Map.of("template", "{{.ID}}.{{ .Namespace }}.internal:7000");
    assertThat(resolver(template).resolve(ORDERS)).contains("10.0.0.1:7000");
    assertThat(asked).containsExactly("orders.prod.internal");
  }

  @Test
  void templateWithoutAPortGetsTheAskers() throws InterruptedException {
    assertThat(resolver(Map.of("template", "{{.ID}}.internal")).resolve(ORDERS))
        .contains("10.0.0.1:50002");
  }

  @Test
  void otherFieldsAreRefusedAtTheStart() {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> resolver(Map.of("template", "{{.Id}}:1")))
        .withMessage(
            "template: \"{{.Id}}:1\" (expected: an address with {{.ID}}, {{.Namespace}} and"
                + " {{.Port}})");
  }

  @Test
  void nameThatDoesNotResolveIsNotFound() {
    NameResolver resolver = resolver(Map.of());
    assertThatExceptionOfType(ServiceNotFoundException.class)
        .isThrownBy(() -> resolver.resolve(new ResolveRequest("nosuch", "prod", 50002)))
        .withMessage(
            "failed to resolve address for 'nosuch-dapr.prod.svc.cluster.local':"
                + " nosuch-dapr.prod.svc.cluster.local");
  }

  @Test
  void closedResolverRefuses() {
    NameResolver resolver = resolver(Map.of());
    resolver.close();
    assertThatExceptionOfType(ComponentException.class).isThrownBy(() -> resolver.resolve(ORDERS));
    assertThat(asked).isEmpty();
  }
}
