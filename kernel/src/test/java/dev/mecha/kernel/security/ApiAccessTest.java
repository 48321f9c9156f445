package dev.mecha.kernel.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.kernel.error.ErrorDetail;
import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.Exchange.Protocol;
import dev.mecha.kernel.pipeline.FakeGrpcExchange;
import dev.mecha.kernel.pipeline.FakeHttpExchange;
import dev.mecha.kernel.pipeline.FilterChain;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiAccessTest {

  private static final String STATE = "/v1.0/state/{storeName}/{key}";
  private static final String LOCK = "/v1.0-alpha1/lock/{storeName}";

  private static ApiAccessRule rule(String name, String version, String protocol) {
    return new ApiAccessRule(name, version, protocol);
  }

  private static Endpoint endpoint(String name, String version) {
    return Endpoint.of("X", new ApiGroup(name, version));
  }

  @ParameterizedTest
  @CsvSource({
    "state, v1, http, false",
    "state, v1, HTTP, false",
    "state, v1, grpc, true",
    "state, v1.0, http, false",
    "state/{storeName}, v1.0, http, false",
    "sta, v1.0, http, false",
    "state, v1alpha1, http, true",
    "secrets, v1, http, true",
    "state, v2, http, true",
    "State, v1, http, true",
  })
  void whatIsDeniedIsNotThere(String name, String version, String protocol, boolean there) {
    var rules = new ApiAccessRules(List.of(), List.of(rule(name, version, protocol)));

    assertThat(rules.allows(Protocol.HTTP, endpoint("state", "v1"), STATE)).isEqualTo(there);
  }

  @Test
  void whatIsAllowedIsAllThereIs() {
    var rules =
        new ApiAccessRules(
            List.of(rule("state", "v1", "http"), rule("lock", "v1.0-alpha1", "http")), List.of());

    assertThat(rules.allows(Protocol.HTTP, endpoint("state", "v1"), STATE)).isTrue();
    assertThat(rules.allows(Protocol.HTTP, endpoint("lock", "v1alpha1"), LOCK)).isTrue();
    assertThat(rules.allows(Protocol.HTTP, endpoint("secrets", "v1"), "/v1.0/secrets/{n}/{k}"))
        .isFalse();
  }

  @Test
  void theDoorsHaveListsOfTheirOwn() {
    var rules = new ApiAccessRules(List.of(rule("state", "v1", "http")), List.of());

    assertThat(rules.allows(Protocol.GRPC, endpoint("secrets", "v1"), "")).isTrue();
    assertThat(rules.restrict(Protocol.HTTP)).isTrue();
    assertThat(rules.restrict(Protocol.GRPC)).isFalse();
  }

  @Test
  void denyingBeatsAllowing() {
    var both = List.of(rule("state", "v1", "http"));

    assertThat(new ApiAccessRules(both, both).allows(Protocol.HTTP, endpoint("state", "v1"), STATE))
        .isFalse();
  }

  @Test
  void healthIsAlwaysThere() {
    var health = FakeHttpExchange.health("GET");
    var rules =
        new ApiAccessRules(
            List.of(rule("state", "v1", "http")), List.of(rule("healthz", "v1", "http")));

    assertThat(rules.allows(Protocol.HTTP, health.endpoint(), health.path())).isTrue();
  }

  @Test
  void withoutRulesEverythingIsThere() {
    assertThat(ApiAccessRules.NONE.allows(Protocol.HTTP, endpoint("state", "v1"), STATE)).isTrue();
    assertThat(ApiAccessRules.NONE.allows(Protocol.GRPC, endpoint("state", "v1"), "")).isTrue();
  }

  @Test
  void onGrpcTheProtocolIsSpelledExactlyAndOldFormsAreUnknown() {
    var endpoint = endpoint("state", "v1");

    assertThat(
            new ApiAccessRules(List.of(), List.of(rule("state", "v1", "GRPC")))
                .allows(Protocol.GRPC, endpoint, "/v1/state"))
        .isTrue();
    assertThat(
            new ApiAccessRules(List.of(), List.of(rule("state", "v1.0", "grpc")))
                .allows(Protocol.GRPC, endpoint, "/v1.0/state"))
        .isTrue();
  }

  private static FakeGrpcExchange call(ApiAccessRules rules, String method)
      throws InterruptedException {
    var exchange = new FakeGrpcExchange(method, endpoint("state", "v1"));
    FilterChain.run(List.of(new ApiAccessFilter(rules)), exchange, () -> {});
    return exchange;
  }

  @Test
  void aDeniedMethodIsUnimplemented() throws InterruptedException {
    var rules = new ApiAccessRules(List.of(), List.of(rule("state", "v1", "grpc")));

    var error = call(rules, "/dapr.proto.runtime.v1.Dapr/GetState").error();

    assertThat(error).isNotNull();
    assertThat(error.grpcCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(error.message()).isEqualTo("Not Implemented");
    assertThat(error.details())
        .containsExactly(
            new ErrorDetail.ErrorInfo(
                "Not Implemented",
                Map.of(
                    "http.code",
                    "501",
                    "http.error_message",
                    "requested endpoint is not available")));
  }

  @Test
  void whatBelongsToApplicationsIsNotAskedFor() throws InterruptedException {
    var rules = new ApiAccessRules(List.of(rule("secrets", "v1", "grpc")), List.of());

    assertThat(call(rules, "/dapr.proto.runtime.v1.Dapr/GetState").status()).isEqualTo(12);
    assertThat(call(rules, "/my.Service/Do").status()).isZero();
    assertThat(call(rules, "/TaskHubSidecarService/StartInstance").status()).isZero();
  }
}
