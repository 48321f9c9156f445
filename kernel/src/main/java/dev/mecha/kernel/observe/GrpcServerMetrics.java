package dev.mecha.kernel.observe;

import io.grpc.Status;

/**
 * What the gRPC API has been asked and how it answered: the metrics {@code dapr_grpc_io_server_*}.
 */
public final class GrpcServerMetrics {

  private final MetricFamily<Counter> completed;
  private final MetricFamily<Histogram> latency;
  private final MetricFamily<Histogram> receivedBytes;
  private final MetricFamily<Histogram> sentBytes;

  /**
   * @param metrics where to
   * @param latencies the buckets of the latency
   */
  public GrpcServerMetrics(Metrics metrics, Buckets latencies) {
    this.completed =
        metrics.counter(
            "dapr_grpc_io_server_completed_rpcs",
            "Distribution of bytes sent per RPC, by method.",
            "grpc_server_method",
            "grpc_server_status");
    this.latency =
        metrics.histogram(
            "dapr_grpc_io_server_server_latency",
            "Time between first byte of request received to last byte of response sent, or"
                + " terminal error.",
            latencies,
            "grpc_server_method",
            "grpc_server_status");
    this.receivedBytes =
        metrics.histogram(
            "dapr_grpc_io_server_received_bytes_per_rpc",
            "Total bytes received across all messages per RPC.",
            Buckets.size(),
            "grpc_server_method");
    this.sentBytes =
        metrics.histogram(
            "dapr_grpc_io_server_sent_bytes_per_rpc",
            "Total bytes sent in across all response messages per RPC.",
            Buckets.size(),
            "grpc_server_method");
  }

  /**
   * Counts one call of one request and one answer.
   *
   * @param method the full method, {@code /service/method}
   * @param status how it ended
   * @param received bytes of the request message
   * @param sent bytes of the answer
   * @param nanos how long it took
   */
  public void record(String method, Status.Code status, long received, long sent, long nanos) {
    recordStream(method, status, nanos);
    var methodLabel = new LabelValues(method);
    receivedBytes.with(methodLabel).observe(received);
    sentBytes.with(methodLabel).observe(sent);
  }

  /**
   * Counts one call that was passed on as a stream: its messages are not looked at.
   *
   * @param method the full method, {@code /service/method}
   * @param status how it ended
   * @param nanos how long it took
   */
  public void recordStream(String method, Status.Code status, long nanos) {
    var labels = new LabelValues(method, label(status));
    completed.with(labels).increment();
    latency.with(labels).observe(nanos);
  }

  /** The name of a code as the peer's language spells it. */
  static String label(Status.Code code) {
    return switch (code) {
      case OK -> "OK";
      case CANCELLED -> "Canceled";
      case UNKNOWN -> "Unknown";
      case INVALID_ARGUMENT -> "InvalidArgument";
      case DEADLINE_EXCEEDED -> "DeadlineExceeded";
      case NOT_FOUND -> "NotFound";
      case ALREADY_EXISTS -> "AlreadyExists";
      case PERMISSION_DENIED -> "PermissionDenied";
      case RESOURCE_EXHAUSTED -> "ResourceExhausted";
      case FAILED_PRECONDITION -> "FailedPrecondition";
      case ABORTED -> "Aborted";
      case OUT_OF_RANGE -> "OutOfRange";
      case UNIMPLEMENTED -> "Unimplemented";
      case INTERNAL -> "Internal";
      case UNAVAILABLE -> "Unavailable";
      case DATA_LOSS -> "DataLoss";
      case UNAUTHENTICATED -> "Unauthenticated";
    };
  }
}
