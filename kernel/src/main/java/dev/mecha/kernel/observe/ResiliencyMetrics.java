package dev.mecha.kernel.observe;

import dev.mecha.kernel.resilience.CircuitState;
import dev.mecha.kernel.resilience.GuardListener;
import java.util.List;
import java.util.stream.Stream;

/** What policies do: the metrics {@code dapr_resiliency_*}. */
public final class ResiliencyMetrics implements GuardListener {

  /** The states that the gauge shows; the peer has one more, in which nobody has seen a breaker. */
  private static final List<String> STATES =
      Stream.concat(Stream.of(CircuitState.values()).map(CircuitState::label), Stream.of("unknown"))
          .toList();

  private final MetricFamily<Counter> loaded;
  private final MetricFamily<Counter> count;
  private final MetricFamily<Counter> activations;
  private final MetricFamily<Gauge> breakers;

  /**
   * @param metrics where to
   */
  public ResiliencyMetrics(Metrics metrics) {
    String[] labels = {"flow_direction", "name", "namespace", "policy", "status", "target"};
    String prefix = "dapr_resiliency_";
    this.loaded =
        metrics.counter(
            prefix + "loaded", "Number of resiliency policies loaded.", "name", "namespace");
    this.count =
        metrics.counter(
            prefix + "count",
            "Number of times a resiliency policyKey has been applied to a building block.",
            labels);
    this.activations =
        metrics.counter(
            prefix + "activations_total",
            "Number of times a resiliency policyKey has been activated in a building block after a"
                + " failure or after a state change.",
            labels);
    this.breakers =
        metrics.gauge(
            prefix + "cb_state",
            "A resiliency policy's current CircuitBreakerState state. 0 is closed, 1 is half-open,"
                + " 2 is open, and -1 is unknown.",
            labels);
  }

  @Override
  public void loaded(String resource, String namespace) {
    loaded.with(resource, namespace).increment();
  }

  @Override
  public void applied(Target target, PolicyKind policy, String state) {
    count.with(labels(target, policy, state)).increment();
    show(target, policy, state);
  }

  @Override
  public void activated(Target target, PolicyKind policy, String state) {
    activations.with(labels(target, policy, state)).increment();
    if (!state.equals(CircuitState.CLOSED.label())) {
      show(target, policy, state); // a trial that closed it is shown until the next call
    }
  }

  /** One series for each state: 1 for the one that is, 0 for the others. */
  private void show(Target target, PolicyKind policy, String state) {
    if (policy == PolicyKind.CIRCUIT_BREAKER) {
      for (String each : STATES) {
        breakers.with(labels(target, policy, each)).set(each.equals(state) ? 1 : 0);
      }
    }
  }

  private static LabelValues labels(Target target, PolicyKind policy, String state) {
    return new LabelValues(
        target.direction().label(),
        target.resource(),
        target.namespace(),
        policy.label(),
        state,
        target.name());
  }
}
