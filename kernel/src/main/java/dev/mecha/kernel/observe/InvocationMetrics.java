package dev.mecha.kernel.observe;

/**
 * How applications call each other through their sidecars: the metrics {@code
 * dapr_runtime_service_invocation_*}. Statuses are those of the call as it was made: HTTP ones of
 * an HTTP call, numbers of gRPC codes otherwise.
 */
public final class InvocationMetrics {

  /** Who has called when the call does not say. */
  public static final String UNKNOWN_CALLER = "unknown";

  /** What kind of call it is. */
  public enum Kind {
    /** One request, one answer. */
    UNARY("unary"),
    /** Messages either way, passed on as they come. */
    STREAMING("streaming");

    private final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  private static final String PREFIX = "dapr_runtime_service_invocation_";

  private final MetricFamily<Counter> requestsSent;
  private final MetricFamily<Counter> requestsReceived;
  private final MetricFamily<Counter> responsesSent;
  private final MetricFamily<Counter> responsesReceived;
  private final MetricFamily<Histogram> latency;

  /**
   * @param metrics where to
   * @param latencies the buckets of the latency
   */
  public InvocationMetrics(Metrics metrics, Buckets latencies) {
    this.requestsSent =
        metrics.counter(
            PREFIX + "req_sent_total",
            "The number of requests sent via service invocation.",
            "dst_app_id",
            "type");
    this.requestsReceived =
        metrics.counter(
            PREFIX + "req_recv_total",
            "The number of requests received via service invocation.",
            "src_app_id");
    this.responsesSent =
        metrics.counter(
            PREFIX + "res_sent_total",
            "The number of responses sent via service invocation.",
            "dst_app_id",
            "status");
    this.responsesReceived =
        metrics.counter(
            PREFIX + "res_recv_total",
            "The number of responses received via service invocation.",
            "src_app_id",
            "status",
            "type");
    this.latency =
        metrics.histogram(
            PREFIX + "res_recv_latency_ms",
            "The latency of service invocation response.",
            latencies,
            "src_app_id",
            "status");
  }

  /**
   * The caller's side: a request goes out. Each attempt of a retried call counts.
   *
   * @param callee the application or endpoint that is called
   * @param kind what kind of call it is
   */
  public void requestSent(String callee, Kind kind) {
    requestsSent.with(callee, kind.label).increment();
  }

  /**
   * The callee's side: a request came in that its sender may make.
   *
   * @param caller the application that calls, or {@link #UNKNOWN_CALLER}
   */
  public void requestReceived(String caller) {
    requestsReceived.with(caller).increment();
  }

  /**
   * The callee's side: the answer went out.
   *
   * @param caller the application that has called, or {@link #UNKNOWN_CALLER}
   * @param status the answer's; 0 if there is none
   */
  public void responseSent(String caller, int status) {
    responsesSent.with(caller, Integer.toString(status)).increment();
  }

  /**
   * The caller's side: an answer came back.
   *
   * @param callee the application or endpoint that was called
   * @param status the answer's
   * @param nanos since the request went out
   */
  public void responseReceived(String callee, int status, long nanos) {
    responsesReceived.with(callee, Integer.toString(status), Kind.UNARY.label).increment();
    latency.with(callee, Integer.toString(status)).observe(nanos);
  }

  /**
   * The caller's side: a stream ended. How long it was open says nothing about anybody's speed, so
   * it is not timed.
   *
   * @param callee the application that was called
   * @param status how it ended
   */
  public void streamEnded(String callee, int status) {
    responsesReceived.with(callee, Integer.toString(status), Kind.STREAMING.label).increment();
  }
}
