package dev.mecha.kernel.observe;

import io.grpc.Status;

/**
 * What the application and other sidecars have been asked by gRPC and how they answered: the
 * metrics {@code dapr_grpc_io_client_*}. Probes of the application's health are not among them: see
 * {@link AppHealthMetrics}.
 */
public final class GrpcClientMetrics {

  private final MetricFamily<Counter> completed;
  private final MetricFamily<Histogram> latency;
  private final MetricFamily<Histogram> sentBytes;
  private final MetricFamily<Histogram> receivedBytes;

  /**
   * @param metrics where to
   * @param latencies the buckets of the latency
   */
  public GrpcClientMetrics(Metrics metrics, Buckets latencies) {
    this.completed =
        metrics.counter(
            "dapr_grpc_io_client_completed_rpcs",
            "Count of RPCs by method and status.",
            "grpc_client_method",
            "grpc_client_status");
    this.latency =
        metrics.histogram(
            "dapr_grpc_io_client_roundtrip_latency",
            "Time between first byte of request sent to last byte of response received, or terminal"
                + " error.",
            latencies,
            "grpc_client_method",
            "grpc_client_status");
    var sizes = Buckets.size();
    this.sentBytes =
        metrics.histogram(
            "dapr_grpc_io_client_sent_bytes_per_rpc",
            "Total bytes sent across all request messages per RPC.",
            sizes,
            "grpc_client_method");
    this.receivedBytes =
        metrics.histogram(
            "dapr_grpc_io_client_received_bytes_per_rpc",
            "Total bytes received across all response messages per RPC.",
            sizes,
            "grpc_client_method");
  }

  /**
   * Counts one call of one request and one answer.
   *
   * @param method the full method, {@code /service/method}
   * @param status how it ended
   * @param sent bytes of the request message
   * @param received bytes of the answer; 0 if there is none
   * @param nanos how long it took
   */
  public void record(String method, Status.Code status, long sent, long received, long nanos) {
    recordStream(method, status, nanos);
    var methodLabel = new LabelValues(method);
    sentBytes.with(methodLabel).observe(sent);
    receivedBytes.with(methodLabel).observe(received);
  }

  /**
   * Counts one call that another sidecar sent and that was passed on to the application as a
   * stream: its messages are not looked at.
   *
   * @param method the full method, {@code /service/method}
   * @param status how it ended
   * @param nanos how long it took
   */
  public void recordStream(String method, Status.Code status, long nanos) {
    var labels = new LabelValues(method, GrpcServerMetrics.label(status));
    completed.with(labels).increment();
    latency.with(labels).observe(nanos);
  }
}
