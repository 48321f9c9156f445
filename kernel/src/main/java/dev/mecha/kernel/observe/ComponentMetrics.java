package dev.mecha.kernel.observe;

/**
 * What the building blocks asked of components and how that went: the metrics {@code
 * dapr_component_*}.
 */
public final class ComponentMetrics {

  private final Operations state;
  private final Operations secret;

  /**
   * @param metrics where to
   * @param namespace the value of the label {@code namespace}; may be empty
   * @param latencies the buckets of the latencies
   */
  public ComponentMetrics(Metrics metrics, String namespace, Buckets latencies) {
    this.state = new Operations(metrics, "state", namespace, latencies);
    this.secret = new Operations(metrics, "secret", namespace, latencies);
  }

  /**
   * @return operations on state stores: {@code get}, {@code set}, {@code delete}, {@code bulk_get},
   *     {@code bulk_delete}, {@code query}, {@code transaction}
   */
  public Operations state() {
    return state;
  }

  /**
   * @return operations on secret stores: {@code get}, {@code bulk_get}
   */
  public Operations secret() {
    return secret;
  }

  /** The counter and the latency of one kind of component. */
  public static final class Operations {

    private final String namespace;
    private final MetricFamily<Counter> count;
    private final MetricFamily<Histogram> latencies;

    private Operations(Metrics metrics, String kind, String namespace, Buckets buckets) {
      this.namespace = namespace;
      this.count =
          metrics.counter(
              "dapr_component_" + kind + "_count",
              "The number of operations performed on the " + kind + " component.",
              "component",
              "namespace",
              "operation",
              "success");
      this.latencies =
          metrics.histogram(
              "dapr_component_" + kind + "_latencies",
              "The latency of the response from the " + kind + " component.",
              buckets,
              "component",
              "namespace",
              "operation",
              "success");
    }

    /**
     * Counts one operation.
     *
     * @param component the component's name
     * @param operation what was asked
     * @param success whether it was done
     * @param nanos how long it took; one that took no time is not in the latencies
     */
    public void record(String component, String operation, boolean success, long nanos) {
      var labels = new LabelValues(component, namespace, operation, Boolean.toString(success));
      count.with(labels).increment();
      if (nanos > 0) {
        latencies.with(labels).observe(nanos);
      }
    }
  }
}
