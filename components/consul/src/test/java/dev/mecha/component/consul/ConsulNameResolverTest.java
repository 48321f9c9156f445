package dev.mecha.component.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.nameresolution.NameResolver;
import dev.mecha.spi.nameresolution.ResolveRequest;
import dev.mecha.spi.nameresolution.ServiceInstance;
import dev.mecha.spi.nameresolution.ServiceNotFoundException;
import dev.mecha.tck.ComponentContexts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConsulNameResolverTest {

  private static final ServiceInstance OWN =
      new ServiceInstance("orders", "prod", "10.0.0.7", 3500, 8080, 50002);
  private static final ResolveRequest ORDERS = new ResolveRequest("orders", "prod", 50002);

  private FakeAgent agent;

  @BeforeEach
  void startAgent() throws IOException {
    agent = new FakeAgent();
  }

  @AfterEach
  void stopAgent() {
    agent.close();
  }

  private NameResolver resolver(Map<String, String> metadata) {
    var all = new HashMap<>(metadata);
    all.putIfAbsent("client", "{\"address\":\"" + agent.address() + "\"}");
    return new ConsulNameResolver(
        ComponentContexts.of("nameresolution.consul", Path.of("home")).metadata(all).context(),
        Map.of());
  }

  @Test
  void registrationIsThePeers() throws Exception {
    try (NameResolver resolver =
        resolver(
            Map.of("selfRegister", "true", "tags", "[\"a\"]", "meta", "{\"team\":\"shop\"}"))) {
      resolver.register(OWN);
    }
    assertThat(Json.write(agent.services.getOrDefault("orders-10.0.0.7-3500", Map.of())))
        .isEqualTo(
            "{\"Address\":\"10.0.0.7\",\"Checks\":[{\"CheckID\":\"daprHealth:orders-10.0.0.7-3500\","
                + "\"HTTP\":\"http://10.0.0.7:3500/v1.0/healthz?appid=orders\",\"Interval\":\"15s\",\"Name\":\"Dapr"
                + " Health Status\"}],\"ID\":\"orders-10.0.0.7-3500\","
                + "\"Meta\":{\"DAPR_PORT\":\"50002\",\"team\":\"shop\"},\"Name\":\"orders\","
                + "\"Port\":8080,\"Tags\":[\"a\"]}");
  }

  @Test
  void advancedRegistrationIsTakenAsItIs() throws Exception {
    try (NameResolver resolver =
        resolver(
            Map.of(
                "advancedRegistration",
                "{\"id\":\"x\",\"name\":\"orders\",\"address\":\"h\",\"meta\":{\"a\":\"b\"}}",
                "daprPortMetaKey",
                "SIDECAR",
                "selfDeregister",
                "true"))) {
      resolver.register(OWN);
      assertThat(Json.write(agent.services.getOrDefault("x", Map.of())))
          .isEqualTo(
              "{\"address\":\"h\",\"id\":\"x\",\"meta\":{\"a\":\"b\",\"SIDECAR\":\"50002\"},"
                  + "\"name\":\"orders\"}");
      assertThat(resolver.resolve(ORDERS)).containsExactly("h:50002");
    }
    assertThat(agent.services).isEmpty();
  }

  @Test
  void whoDoesNotRegisterOnlyLooksForTheAgent() throws Exception {
    try (NameResolver resolver = resolver(Map.of())) {
      resolver.register(OWN);
      assertThat(agent.requests).singleElement().asString().startsWith("GET /v1/agent/self ");
      agent.broken = true;
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> resolver.register(OWN))
          .withMessage(
              "failed check on consul agent: Unexpected response code: 500 (No cluster leader)");
    }
  }

  @Test
  void applicationWithoutAPortCannotBeRegistered() throws Exception {
    try (NameResolver resolver = resolver(Map.of("selfRegister", "true"))) {
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(
              () -> resolver.register(new ServiceInstance("orders", "", "h", 3500, 0, 50002)))
          .withMessage("metadata property missing: APP_PORT");
    }
  }

  @Test
  void questionIsWhatTheOptionsSay() throws Exception {
    String client =
        "{\"Address\":\"http://%s\",\"token\":\"t1\",\"httpAuth\":{\"username\":\"u\",\"password\":\"p\"}}"
            .formatted(agent.address());
    String query =
        "{\"useCache\":true,\"maxAge\":\"30s\",\"staleIfError\":60000000000,\"allowStale\":true,"
            + "\"filter\":\"a == b\",\"token\":\"t2\",\"nodeMeta\":{\"k\":\"v\"}}";
    try (NameResolver resolver = resolver(Map.of("client", client, "queryOptions", query))) {
      assertThatExceptionOfType(ServiceNotFoundException.class)
          .isThrownBy(() -> resolver.resolve(ORDERS))
          .withMessage("no healthy services found with AppID 'orders'");
    }
    assertThat(agent.requests)
        .containsExactly(
            "GET /v1/health/service/orders?passing=1&cached&stale&filter=a%20%3D%3D%20b"
                + "&node-meta=k%3Av token=t2 auth=Basic dTpw cache=max-age=30, stale-if-error=60");
  }

  @Test
  void addressOfTheNodeStandsInAndPortsMustBeThere() throws Exception {
    agent.services.put(
        "a", Map.of("Name", "orders", "Meta", Map.of("DAPR_PORT", "50002"), "Address", ""));
    try (NameResolver resolver = resolver(Map.of())) {
      assertThat(resolver.resolve(ORDERS)).containsExactly("10.9.9.9:50002");
      agent.services.put("a", Map.of("Name", "orders", "Address", "h"));
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> resolver.resolve(ORDERS))
          .withMessage("target service AppID 'orders' found but DAPR_PORT missing from meta");
    }
  }

  @Test
  void agentThatIsDownIsNamed() throws Exception {
    try (NameResolver resolver = resolver(Map.of())) {
      agent.close();
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> resolver.resolve(ORDERS))
          .isNotInstanceOf(ServiceNotFoundException.class)
          .withMessageStartingWith("failed to query healthy consul services: ");
    }
  }

  @Test
  void wrongShapesAreToldAndSecretsAreNot() {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> resolver(Map.of("tags", "x")))
        .withMessage("tags: \"x\" (expected: a list)");
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> resolver(Map.of("client", "[\"secret\"]")))
        .withMessage("client: (hidden) (expected: a mapping)");
    for (String address : List.of("ftp://x", "http://", "a b")) {
      assertThatExceptionOfType(InvalidMetadataException.class)
          .isThrownBy(() -> resolver(Map.of("client", "{\"address\":\"" + address + "\"}")))
          .withMessageContaining("client.address: \"" + address + "\"");
    }
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(
            () -> resolver(Map.of("client", "{\"tlsConfig\":{\"insecureSkipVerify\":true}}")))
        .withMessageContaining("InsecureSkipVerify: not supported");
  }
}
