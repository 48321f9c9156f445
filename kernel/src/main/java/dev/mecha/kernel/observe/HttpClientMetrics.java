package dev.mecha.kernel.observe;

/**
 * What the application has been asked by HTTP and how it answered: the metrics {@code
 * dapr_http_client_*}.
 */
public final class HttpClientMetrics {

  /** What was sent is weighed before there is a status, under the label's empty value. */
  private static final String NO_STATUS = "";

  private final HttpLabels labels;
  private final MetricFamily<Counter> completed;
  private final MetricFamily<Histogram> latency;
  private final MetricFamily<Histogram> sentBytes;
  private final MetricFamily<Histogram> receivedBytes;

  /**
   * @param metrics where to
   * @param options how much is told apart
   * @param latencies the buckets of the latency
   * @throws IllegalArgumentException naming a path pattern that is malformed
   */
  public HttpClientMetrics(Metrics metrics, HttpMetricOptions options, Buckets latencies) {
    this.labels = new HttpLabels(options);
    this.completed =
        metrics.counter(
            "dapr_http_client_completed_count",
            "Count of completed requests",
            "method",
            "path",
            "status");
    this.latency =
        metrics.histogram(
            "dapr_http_client_roundtrip_latency",
            "Time between first byte of request headers sent to last byte of response received, or"
                + " terminal error",
            latencies,
            "method",
            "path",
            "status");
    var sizes = Buckets.size();
    this.sentBytes =
        metrics.histogram(
            "dapr_http_client_sent_bytes",
            "Total bytes sent in request body (not including headers)",
            sizes,
            "method",
            "path",
            "status");
    this.receivedBytes =
        metrics.histogram(
            "dapr_http_client_received_bytes",
            "Total bytes received in response bodies (not including headers but including error"
                + " responses with bodies)",
            sizes);
  }

  /**
   * Counts one request when it has ended.
   *
   * @param verb as it was sent
   * @param path as it was sent, without the query; a missing slash in front is added
   * @param status the HTTP status of the answer; 500 if there was none
   * @param sent bytes of the request's body
   * @param received bytes of the answer's body
   * @param nanos from the first byte sent to the answer
   */
  public void record(String verb, String path, int status, long sent, long received, long nanos) {
    String method = labels.method(verb);
    String place = labels.clientPath(path);
    var ended = new LabelValues(method, place, Integer.toString(status));
    completed.with(ended).increment();
    latency.with(ended).observe(nanos);
    sentBytes.with(new LabelValues(method, place, NO_STATUS)).observe(sent);
    receivedBytes.with().observe(received);
  }
}
