package dev.mecha.kernel.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.resource.ResiliencyPolicies.CircuitBreaker;
import dev.mecha.kernel.resource.ResiliencyPolicies.Growth;
import dev.mecha.kernel.resource.ResiliencyPolicies.Retry;
import dev.mecha.kernel.resource.ResiliencyTargets.Actor;
import dev.mecha.kernel.resource.ResiliencyTargets.App;
import dev.mecha.kernel.resource.ResiliencyTargets.Component;
import dev.mecha.kernel.resource.ResiliencyTargets.Names;
import dev.mecha.kernel.resource.ResiliencyTargets.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResiliencyResourceTest {

  private static ResiliencyResource read(String spec) {
    String text =
        """
        apiVersion: dapr.io/v1alpha1
        kind: Resiliency
        metadata: {name: r, namespace: n}
        scopes: [app]
        spec:
        """
            + spec.indent(2);
    ResourceNode root = ResourceNode.parse(text, new Origin("r.yaml", 0, 1));
    return ResiliencyResource.read(ResourceHeader.read(root), root);
  }

  @Test
  void allFieldsAreRead() {
    ResiliencyResource resource =
        read(
            """
            policies:
              timeouts: {general: 5s, bare: 300, none: 0}
              retries:
                all:
                  policy: exponential
                  duration: 2s
                  maxInterval: 15000
                  maxRetries: 10
                  matching: {httpStatusCodes: '429,500-599', gRPCStatusCodes: '1, 4,8-14,'}
              circuitBreakers:
                all: {maxRequests: 2, interval: 8s, timeout: 45000, trip: consecutiveFailures > 8}
            targets:
              apps:
                a: {timeout: t, retry: r, circuitBreaker: c, circuitBreakerCacheSize: 7}
              actors:
                b: {timeout: t, retry: r, circuitBreaker: c, circuitBreakerScope: type,
                    circuitBreakerCacheSize: 8}
              components:
                c:
                  inbound: {timeout: t1, retry: r1, circuitBreaker: c1}
                  outbound: {timeout: t2, retry: r2, circuitBreaker: c2}
            """);
    assertThat(resource.name()).isEqualTo("r");
    assertThat(resource.namespace()).isEqualTo("n");
    assertThat(resource.scopes()).containsExactly("app");
    assertThat(resource.policies())
        .isEqualTo(
            new ResiliencyPolicies(
                Map.of(
                    "general", Duration.ofSeconds(5),
                    "bare", Duration.ofMillis(300),
                    "none", Duration.ZERO),
                Map.of(
                    "all",
                    new Retry(
                        Growth.EXPONENTIAL,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(15),
                        10,
                        codes(429, 429, 500, 599),
                        codes(1, 1, 4, 4, 8, 14))),
                Map.of(
                    "all",
                    new CircuitBreaker(
                        2,
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(45),
                        "consecutiveFailures > 8"))));
    Names names = new Names("t", "r", "c");
    assertThat(resource.targets())
        .isEqualTo(
            new ResiliencyTargets(
                Map.of("a", new App(names, 7)),
                Map.of("b", new Actor(names, Scope.TYPE, 8)),
                Map.of(
                    "c", new Component(new Names("t1", "r1", "c1"), new Names("t2", "r2", "c2")))));
  }

  private static StatusCodes codes(int... ends) {
    var ranges = new ArrayList<StatusCodes.Range>();
    for (int i = 0; i < ends.length; i += 2) {
      ranges.add(new StatusCodes.Range(ends[i], ends[i + 1]));
    }
    return new StatusCodes(ranges);
  }

  @Test
  void theDefaultsAreThePeers() {
    ResiliencyResource resource =
        read(
            """
            policies:
              retries: {r: {}}
              circuitBreakers: {c: {}}
            targets:
              apps: {a: {}}
              actors: {b: {}}
              components: {c: {}}
            """);
    assertThat(resource.policies().retries())
        .containsEntry(
            "r",
            new Retry(
                Growth.CONSTANT,
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                -1,
                StatusCodes.HTTP,
                StatusCodes.GRPC));
    assertThat(resource.policies().circuitBreakers())
        .containsEntry("c", new CircuitBreaker(1, Duration.ZERO, Duration.ofSeconds(60), ""));
    Names none = new Names("", "", "");
    assertThat(resource.targets().apps()).containsEntry("a", new App(none, 100));
    assertThat(resource.targets().actors()).containsEntry("b", new Actor(none, Scope.ID, 5000));
    assertThat(resource.targets().components()).containsEntry("c", new Component(none, none));
  }

  @Test
  void nothingAtAllIsFine() {
    ResiliencyResource resource = read("{}");
    assertThat(resource.policies()).isEqualTo(new ResiliencyPolicies(Map.of(), Map.of(), Map.of()));
    assertThat(resource.targets()).isEqualTo(new ResiliencyTargets(Map.of(), Map.of(), Map.of()));
  }

  @Test
  void anEmptyMatchingMatchesAllAndOnlyCommasMatchNothing() {
    ResiliencyResource resource =
        read("policies: {retries: {r: {matching: {httpStatusCodes: ',', gRPCStatusCodes: ''}}}}");
    assertThat(resource.policies().retries().get("r"))
        .extracting("http", "grpc")
        .containsExactly(new StatusCodes(List.of()), StatusCodes.GRPC);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "policies: {timeouts: {t: 5x}}"
            + "|spec.policies.timeouts.t: \"5x\" (expected: a duration >= 0 such as 30s, 500ms or"
            + " 1h30m, or a number of milliseconds)",
        "policies: {timeouts: {t: ''}}|spec.policies.timeouts.t: \"\" (expected: a duration",
        "policies: {timeouts: {t: -1s}}|spec.policies.timeouts.t: \"-1s\" (expected: a duration",
        "policies: {retries: {r: {policy: linear}}}"
            + "|spec.policies.retries.r.policy: \"linear\" (expected: constant or exponential)",
        "policies: {retries: {r: {duration: [1]}}}"
            + "|spec.policies.retries.r.duration: a list (expected: a text)",
        "policies: {retries: {r: {maxRetries: many}}}"
            + "|spec.policies.retries.r.maxRetries: \"many\" (expected: a whole number",
        "policies: {retries: {r: {matching: {httpStatusCodes: 11}}}}"
            + "|spec.policies.retries.r.matching.httpStatusCodes: \"11\" (expected: codes and"
            + " ranges such as 1,3-5, each from 100 to 599)",
        "policies: {retries: {r: {matching: {gRPCStatusCodes: 5-3}}}}"
            + "|spec.policies.retries.r.matching.gRPCStatusCodes: \"5-3\" (expected:",
        "policies: {retries: {r: {matching: {gRPCStatusCodes: 1-2-3}}}}"
            + "|spec.policies.retries.r.matching.gRPCStatusCodes: \"1-2-3\" (expected:",
        "policies: {retries: {r: {matching: {gRPCStatusCodes: -1}}}}"
            + "|spec.policies.retries.r.matching.gRPCStatusCodes: \"-1\" (expected:",
        "policies: {circuitBreakers: {c: {maxRequests:"
            + " -1}}}|spec.policies.circuitBreakers.c.maxRequests: \"-1\" (expected: a whole number"
            + " >= 0)",
        "targets: {actors: {a: {circuitBreaker: c}}}"
            + "|spec.targets.actors.a.circuitBreakerScope: missing (expected: type, id or both)",
        "targets: {actors: {a: {circuitBreaker: c, circuitBreakerScope: all}}}"
            + "|spec.targets.actors.a.circuitBreakerScope: \"all\" (expected: type, id or both)",
        "targets: {apps: {a: {circuitBreakerCacheSize:"
            + " -1}}}|spec.targets.apps.a.circuitBreakerCacheSize: \"-1\" (expected: a whole number"
            + " >= 0)",
        "targets: {apps: [a]}|spec.targets.apps: a list (expected: a mapping)",
      })
  void whatIsWrongIsShownInThePeersWords(String spec, String problem) {
    assertThatThrownBy(() -> read(spec))
        .isInstanceOf(InvalidResourceException.class)
        .hasMessageMatching("r\\.yaml:\\d+: .*")
        .hasMessageContaining("Could not read resiliency policy r: " + problem);
  }

  @Test
  void isTheSameWhereverItIsWritten() {
    String spec = "policies: {timeouts: {t: 1s}}";
    assertThat(read(spec).sameAs(read("\n\n" + spec))).isTrue();
    assertThat(read(spec).sameAs(read("policies: {timeouts: {t: 1000}}"))).isTrue();
    assertThat(read(spec).sameAs(read("policies: {timeouts: {t: 2s}}"))).isFalse();
    assertThat(read(spec).sameAs(read("targets: {apps: {a: {timeout: t}}}"))).isFalse();
  }
}
