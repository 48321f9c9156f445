package dev.mecha.kernel.observe;

/** What the HTTP API has been asked and how it answered: the metrics {@code dapr_http_server_*}. */
public final class HttpServerMetrics {

  private final boolean countResponses;
  private final HttpLabels labels;
  private final MetricFamily<Counter> requestCount;
  private final MetricFamily<Counter> responseCount;
  private final MetricFamily<Histogram> latency;
  private final MetricFamily<Histogram> requestBytes;
  private final MetricFamily<Histogram> responseBytes;

  /**
   * @param metrics where to
   * @param options how much is told apart
   * @param latencies the buckets of the latency
   * @throws IllegalArgumentException naming a path pattern that is malformed
   */
  public HttpServerMetrics(Metrics metrics, HttpMetricOptions options, Buckets latencies) {
    this.countResponses = options.increasedCardinality();
    this.labels = new HttpLabels(options);
    this.requestCount =
        metrics.counter(
            "dapr_http_server_request_count",
            "Count of HTTP requests processed by the server.",
            "method",
            "path",
            "status");
    this.responseCount =
        metrics.counter(
            "dapr_http_server_response_count",
            "The number of HTTP responses",
            "method",
            "path",
            "status");
    this.latency =
        metrics.histogram(
            "dapr_http_server_latency",
            "HTTP request end-to-end latency in server.",
            latencies,
            "method",
            "path",
            "status");
    var sizes = Buckets.size();
    this.requestBytes =
        metrics.histogram(
            "dapr_http_server_request_bytes",
            "HTTP request body size if set as ContentLength (uncompressed) in server.",
            sizes);
    this.responseBytes =
        metrics.histogram(
            "dapr_http_server_response_bytes",
            "HTTP response body size (uncompressed) in server.",
            sizes);
  }

  /**
   * Counts one request.
   *
   * @param verb as it was sent
   * @param path as it was sent, without the query
   * @param status the HTTP status of the answer
   * @param received bytes of the request's body
   * @param sent bytes of the answer's body
   * @param nanos how long it took
   */
  public void record(String verb, String path, int status, long received, long sent, long nanos) {
    var values =
        new LabelValues(labels.method(verb), labels.serverPath(path), Integer.toString(status));
    requestCount.with(values).increment();
    if (countResponses) {
      responseCount.with(values).increment();
    }
    latency.with(values).observe(nanos);
    requestBytes.with().observe(received);
    responseBytes.with().observe(sent);
  }
}
