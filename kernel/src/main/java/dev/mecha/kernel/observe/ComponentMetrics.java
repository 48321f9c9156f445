package dev.mecha.kernel.observe;

/**
 * What the building blocks asked of components and how that went: the metrics {@code
 * dapr_component_*}.
 */
public final class ComponentMetrics {

  private final Operations state;
  private final Operations secret;
  private final Operations configuration;
  private final Operations crypto;
  private final Operations outputBinding;
  private final Calls inputBinding;
  private final Calls conversation;

  /**
   * @param metrics where to
   * @param namespace the value of the label {@code namespace}; may be empty
   * @param latencies the buckets of the latencies
   */
  public ComponentMetrics(Metrics metrics, String namespace, Buckets latencies) {
    this.state = Operations.of(metrics, "state", namespace, latencies);
    this.secret = Operations.of(metrics, "secret", namespace, latencies);
    this.configuration = Operations.of(metrics, "configuration", namespace, latencies);
    this.crypto = Operations.of(metrics, "crypto", namespace, latencies);
    this.outputBinding =
        new Operations(
            metrics,
            "output_binding",
            "The number of operations invoked on the output binding component.",
            "The latency of the response from the output binding component.",
            namespace,
            latencies);
    this.inputBinding =
        new Calls(
            metrics,
            "input_binding",
            "The number of incoming events arriving from the input binding component.",
            "The triggered app event processing latency.",
            namespace,
            latencies);
    this.conversation =
        new Calls(
            metrics,
            "conversation",
            "The number of operations performed on the conversation component.",
            "The latency of the response from the conversation component.",
            namespace,
            latencies);
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

  /**
   * @return operations on configuration stores: {@code get}, {@code subscribe}, {@code unsubscribe}
   */
  public Operations configuration() {
    return configuration;
  }

  /**
   * @return operations on cryptography components: {@code get} of public keys, otherwise {@code
   *     crypto_op}
   */
  public Operations crypto() {
    return crypto;
  }

  /**
   * @return operations on output bindings, in the words of the binding
   */
  public Operations outputBinding() {
    return outputBinding;
  }

  /**
   * @return events that input bindings brought, and how the application took them
   */
  public Calls inputBinding() {
    return inputBinding;
  }

  /**
   * @return calls of conversation components
   */
  public Calls conversation() {
    return conversation;
  }

  /** The counter and the latency of a kind of component that can be asked several things. */
  public static final class Operations {

    private final String namespace;
    private final MetricFamily<Counter> count;
    private final MetricFamily<Histogram> latencies;

    private static Operations of(Metrics metrics, String kind, String namespace, Buckets buckets) {
      return new Operations(
          metrics,
          kind,
          "The number of operations performed on the " + kind + " component.",
          "The latency of the response from the " + kind + " component.",
          namespace,
          buckets);
    }

    private Operations(
        Metrics metrics,
        String kind,
        String countHelp,
        String latencyHelp,
        String namespace,
        Buckets buckets) {
      String[] labels = {"component", "namespace", "operation", "success"};
      String prefix = "dapr_component_" + kind;
      this.namespace = namespace;
      this.count = metrics.counter(prefix + "_count", countHelp, labels);
      this.latencies = metrics.histogram(prefix + "_latencies", latencyHelp, buckets, labels);
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

  /** The counter and the latency of a kind of component that does one thing. */
  public static final class Calls {

    private final String namespace;
    private final MetricFamily<Counter> count;
    private final MetricFamily<Histogram> latencies;

    private Calls(
        Metrics metrics,
        String kind,
        String countHelp,
        String latencyHelp,
        String namespace,
        Buckets buckets) {
      String[] labels = {"component", "namespace", "success"};
      String prefix = "dapr_component_" + kind;
      this.namespace = namespace;
      this.count = metrics.counter(prefix + "_count", countHelp, labels);
      this.latencies = metrics.histogram(prefix + "_latencies", latencyHelp, buckets, labels);
    }

    /**
     * Counts one call.
     *
     * @param component the component's name
     * @param success whether it was done
     * @param nanos how long it took; one that took no time is not in the latencies
     */
    public void record(String component, boolean success, long nanos) {
      var labels = new LabelValues(component, namespace, Boolean.toString(success));
      count.with(labels).increment();
      if (nanos > 0) {
        latencies.with(labels).observe(nanos);
      }
    }
  }
}
