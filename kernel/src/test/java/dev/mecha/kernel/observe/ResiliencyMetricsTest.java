package dev.mecha.kernel.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.kernel.resilience.Direction;
import dev.mecha.kernel.resilience.GuardListener.PolicyKind;
import dev.mecha.kernel.resilience.GuardListener.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResiliencyMetricsTest {

  private final Metrics metrics = new Metrics("app", new LabelRules(List.of()));
  private final ResiliencyMetrics resiliency = new ResiliencyMetrics(metrics);

  @Test
  void namesAndLabelsAreThePeers() {
    var target = new Target("r", "ns", Direction.OUTBOUND, "app_orders");
    resiliency.loaded("r", "ns");
    resiliency.applied(target, PolicyKind.RETRY, "");
    resiliency.activated(target, PolicyKind.TIMEOUT, "");
    resiliency.applied(target, PolicyKind.CIRCUIT_BREAKER, "closed");
    resiliency.activated(target, PolicyKind.CIRCUIT_BREAKER, "open");
    assertThat(metrics.text().lines().filter(line -> !line.startsWith("#")))
        .containsExactlyInAnyOrder(
            "dapr_resiliency_loaded{app_id=\"app\",name=\"r\",namespace=\"ns\"} 1",
            sample("count", "retry", "", 1),
            sample("count", "circuitbreaker", "closed", 1),
            sample("activations_total", "timeout", "", 1),
            sample("activations_total", "circuitbreaker", "open", 1),
            sample("cb_state", "circuitbreaker", "closed", 0),
            sample("cb_state", "circuitbreaker", "half-open", 0),
            sample("cb_state", "circuitbreaker", "open", 1),
            sample("cb_state", "circuitbreaker", "unknown", 0));
  }

  @Test
  void theTrialThatClosedABreakerIsShownUntilTheNextCall() {
    var target = new Target("r", "ns", Direction.OUTBOUND, "app_orders");
    resiliency.applied(target, PolicyKind.CIRCUIT_BREAKER, "half-open");
    resiliency.activated(target, PolicyKind.CIRCUIT_BREAKER, "closed");
    assertThat(metrics.text().lines())
        .contains(sample("cb_state", "circuitbreaker", "half-open", 1));
    resiliency.applied(target, PolicyKind.CIRCUIT_BREAKER, "closed");
    assertThat(metrics.text().lines()).contains(sample("cb_state", "circuitbreaker", "closed", 1));
  }

  private static String sample(String name, String policy, String status, int value) {
    return """
    dapr_resiliency_%s{app_id="app",flow_direction="outbound",name="r",namespace="ns",policy="%s",\
    status="%s",target="app_orders"} %d\
    """
        .formatted(name, policy, status, value);
  }
}
