package dev.mecha.kernel.observe;

/** What was published and what reached the application: {@code dapr_component_pubsub_*}. */
public final class PubSubMetrics {

  private final String namespace;
  private final MetricFamily<Counter> ingress;
  private final MetricFamily<Histogram> ingressLatencies;
  private final MetricFamily<Counter> bulkIngress;
  private final MetricFamily<Counter> bulkIngressEvents;
  private final MetricFamily<Histogram> bulkIngressLatencies;
  private final MetricFamily<Counter> egress;
  private final MetricFamily<Histogram> egressLatencies;
  private final MetricFamily<Counter> bulkEgress;
  private final MetricFamily<Histogram> bulkEgressLatencies;

  /**
   * @param metrics where to
   * @param namespace the value of the label {@code namespace}; may be empty
   * @param latencies the buckets of the latencies
   */
  public PubSubMetrics(Metrics metrics, String namespace, Buckets latencies) {
    String[] in = {"component", "namespace", "process_status", "status", "topic"};
    String[] bulkIn = {"component", "namespace", "process_status", "topic"};
    String[] out = {"component", "namespace", "success", "topic"};
    String incoming = "dapr_component_pubsub_ingress_";
    String outgoing = "dapr_component_pubsub_egress_";
    String arriving = "The number of incoming messages arriving from the pub/sub component.";
    String processing = "The consuming app event processing latency.";
    String calls = "The number of outgoing messages published to the pub/sub component.";
    String answering = "The latency of the response from the pub/sub component.";
    this.namespace = namespace;
    this.ingress = metrics.counter(incoming + "count", arriving, in);
    this.ingressLatencies = metrics.histogram(incoming + "latencies", processing, latencies, in);
    this.bulkIngress =
        metrics.counter(
            incoming + "bulk_count",
            "The number of incoming bulk subscribe calls arriving from the bulk pub/sub component.",
            bulkIn);
    this.bulkIngressEvents =
        metrics.counter(
            incoming + "bulk_event_count",
            "Total number of incoming messages arriving from the bulk pub/sub component via Bulk"
                + " Subscribe.",
            bulkIn);
    this.bulkIngressLatencies =
        metrics.histogram(
            incoming + "bulk_latencies",
            "The consuming app event processing latency for the bulk pub/sub component.",
            latencies,
            bulkIn);
    this.egress = metrics.counter(outgoing + "count", calls, out);
    this.egressLatencies = metrics.histogram(outgoing + "latencies", answering, latencies, out);
    this.bulkEgress =
        metrics.counter(
            outgoing + "bulk_count",
            "The number of bulk publish calls to the pub/sub component.",
            out);
    this.bulkEgressLatencies =
        metrics.histogram(
            outgoing + "bulk_latencies",
            "The latency of the response for the bulk publish call from the pub/sub component.",
            latencies,
            out);
  }

  /**
   * Counts an event that was given to the application, or was not.
   *
   * @param component the component's name
   * @param topic where it came from
   * @param processStatus {@code success}, {@code retry} or {@code drop}
   * @param status {@code success} of what was dropped on purpose, or empty for the same again
   * @param nanos how long it took; what took no time is not in the latencies
   */
  public void ingress(
      String component, String topic, String processStatus, String status, long nanos) {
    String outcome = status.isEmpty() ? processStatus : status;
    var labels = new LabelValues(component, namespace, processStatus, outcome, topic);
    ingress.with(labels).increment();
    if (nanos > 0) {
      ingressLatencies.with(labels).observe(nanos);
    }
  }

  /**
   * Counts events that were given to the application together.
   *
   * @param component the component's name
   * @param topic where they came from
   * @param nanos how long it took; what took no time is not in the latencies
   */
  public void bulkIngress(String component, String topic, long nanos) {
    var labels = new LabelValues(component, namespace, "", topic);
    bulkIngress.with(labels).increment();
    if (nanos > 0) {
      bulkIngressLatencies.with(labels).observe(nanos);
    }
  }

  /**
   * Counts the events of such a delivery.
   *
   * @param component the component's name
   * @param topic where they came from
   * @param processStatus {@code success}, {@code retry} or {@code drop}
   * @param count how many
   */
  public void bulkIngressEvents(String component, String topic, String processStatus, long count) {
    if (count > 0) {
      bulkIngressEvents
          .with(new LabelValues(component, namespace, processStatus, topic))
          .add(count);
    }
  }

  /**
   * Counts a message that was published.
   *
   * @param component the component's name
   * @param topic where to
   * @param success whether it was taken
   * @param nanos how long it took
   */
  public void egress(String component, String topic, boolean success, long nanos) {
    var labels = new LabelValues(component, namespace, Boolean.toString(success), topic);
    egress.with(labels).increment();
    if (nanos > 0) {
      egressLatencies.with(labels).observe(nanos);
    }
  }

  /**
   * Counts messages that were published together.
   *
   * @param component the component's name
   * @param topic where to
   * @param success whether all were taken
   * @param nanos how long it took
   */
  public void bulkEgress(String component, String topic, boolean success, long nanos) {
    var labels = new LabelValues(component, namespace, Boolean.toString(success), topic);
    bulkEgress.with(labels).increment();
    if (nanos > 0) {
      bulkEgressLatencies.with(labels).observe(nanos);
    }
  }
}
