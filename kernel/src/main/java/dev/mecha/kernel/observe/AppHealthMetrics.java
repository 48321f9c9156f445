package dev.mecha.kernel.observe;

import io.grpc.Status;

/**
 * How probes of the application's health went: the metrics {@code dapr_http_healthprobes_*} and
 * {@code dapr_grpc_io_healthprobes_*}.
 */
public final class AppHealthMetrics {

  private final MetricFamily<Counter> httpCompleted;
  private final MetricFamily<Histogram> httpLatency;
  private final MetricFamily<Counter> grpcCompleted;
  private final MetricFamily<Histogram> grpcLatency;

  /**
   * @param metrics where to
   * @param latencies the buckets of the latency
   */
  public AppHealthMetrics(Metrics metrics, Buckets latencies) {
    String count = "Count of completed health probes";
    String time = " sent to last byte of response received, or terminal error";
    this.httpCompleted = metrics.counter("dapr_http_healthprobes_completed_count", count, "status");
    this.httpLatency =
        metrics.histogram(
            "dapr_http_healthprobes_roundtrip_latency",
            "Time between first byte of health probes headers" + time,
            latencies,
            "status");
    this.grpcCompleted =
        metrics.counter("dapr_grpc_io_healthprobes_completed_count", count, "grpc_client_status");
    this.grpcLatency =
        metrics.histogram(
            "dapr_grpc_io_healthprobes_roundtrip_latency",
            "Time between first byte of health probes" + time,
            latencies,
            "grpc_client_status");
  }

  /**
   * Counts a probe of an application that is called by HTTP.
   *
   * @param status the HTTP status of the answer; 500 if there was none
   * @param nanos how long it took
   */
  public void recordHttp(int status, long nanos) {
    String label = Integer.toString(status);
    httpCompleted.with(label).increment();
    httpLatency.with(label).observe(nanos);
  }

  /**
   * Counts a probe of an application that is called by gRPC.
   *
   * @param status how the call ended
   * @param nanos how long it took
   */
  public void recordGrpc(Status.Code status, long nanos) {
    String label = GrpcServerMetrics.label(status);
    grpcCompleted.with(label).increment();
    grpcLatency.with(label).observe(nanos);
  }
}
